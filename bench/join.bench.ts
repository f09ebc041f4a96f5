// `npm run bench -- join`: M3, from the click on *Join now* to the first frame of another person's camera on the screen, in Chromium, with one person
// sending. Without a link over loopback; with one (Linux, root) at 100 ms of round trip, the joining browser alone behind it. Cold: the page before the
// call was opened this moment, its files in the browser's cache. Warm: one has looked at oneself for two seconds. The page measures itself: its click,
// its socket, its connection, its frame. Not measured: another network's loss, fetching the page, other browsers. On a busy machine, look at ratios.
// Flags: --rounds, --delay (one way, ms), --only plain|link
import { against, finish, readFlags, say } from './load/command.ts';
import { measureJoining, type Times } from './join/rounds.ts';
import { round } from './load/statistics.ts';
import { whyNoLink } from './link/link.ts';

const { rounds, delay, only } = readFlags({ rounds: 7, delay: 50, only: '' });

const tell = (name: string, { answered, connected, received, drawn, slowest }: Times) =>
  say(
    `  ${name.padEnd(24)}answered ${answered} ms, connected ${connected} ms, frame received ${received} ms, drawn ${drawn} ms (slowest ${slowest} ms)`,
  );

say(`M3: from the click to the first frame, medians of ${rounds} rounds`);
const figures: Record<string, unknown> = {};
const plain = only === 'link' ? null : await measureJoining(rounds, null);
if (plain) {
  tell('loopback, cold', plain.cold);
  tell('loopback, warm', plain.warm);
  figures['loopbackMs'] = plain;
}
const obstacle = only === 'plain' ? 'left out' : whyNoLink();
if (obstacle === null) {
  const linked = await measureJoining(rounds, { delayMs: delay });
  tell(`${2 * delay} ms away, cold`, linked.cold);
  tell(`${2 * delay} ms away, warm`, linked.warm);
  Object.assign(figures, {
    roundTripMs: 2 * delay,
    linkedMs: linked,
    coldMs: against(linked.cold.drawn, 510, 'at most'),
    warmMs: against(linked.warm.drawn, 230, 'at most'),
  });
  // What distance adds, in round trips: the machine's own time is in both figures, and goes out.
  const added = (kind: 'cold' | 'warm') => plain && round((linked[kind].drawn - plain[kind].drawn) / (2 * delay));
  say(`  round trips in between: cold ${added('cold')}, warm ${added('warm')}`);
  Object.assign(figures, { roundTripsCold: added('cold'), roundTripsWarm: added('warm') });
} else {
  say(`  without a link: ${obstacle}`);
}
finish({ M3: figures });
