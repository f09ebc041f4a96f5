// `npm run bench -- page`: how much a browser must fetch before each address of the page works (M4), and how long the server takes to its first answer
// (M14). Each address is opened in Chromium with an empty cache, from the real server and the built page, once for every script with that script
// withheld, to tell what is needed from what is fetched ahead. Not measured: how long a page takes to load, which is the network's and the machine's.
// Sizes are the same everywhere; the times of M14 stand beside those of a bare Node on this machine, and CPU time beside wall time.
// Flags: --only weight|start, --rounds
import { finish, readFlags, say } from './load/command.ts';
import { measureStart } from './page/start.ts';
import { measureWeight } from './page/weight.ts';

const { only, rounds } = readFlags({ only: '', rounds: 5 });

const isWanted = (part: string) => only === '' || only === part;
const figures: Record<string, unknown> = {};
if (isWanted('weight')) figures['M4'] = await measureWeight();
if (isWanted('start')) figures['M14'] = await measureStart({ rounds });
if (Object.keys(figures).length === 0) say('--only knows weight and start');
finish(figures);
