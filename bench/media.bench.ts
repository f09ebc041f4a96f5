// What one forwarded packet costs: CPU microseconds per SRTP packet, one 720p sender to many receivers, all connected by ICE and DTLS. The
// media worker is driven through the server's own door. Debian's Janus (a video room) forwards the same stream to the same receivers in the
// same run; a second Janus is the ends of both. The floor is a bare loop of encrypt and send. Last line: one JSON object.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { RtpParameters } from '../protocol/media.ts';
import type { CallId, TrackId } from '../protocol/wire.ts';
import { newId } from '../server/ids.ts';
import { silentLog } from '../server/log.ts';
import { createMediasoupSfu } from '../server/media/mediasoup.ts';
import { browserCapabilities, camera } from '../server/media/rtp-samples.ts';
import type { CallMedia, Sfu } from '../server/media/sfu.ts';
import { startJanus, type Handle, type Janus } from './media/janus.ts';
import { createRtpSource, type RtpSource } from './media/rtp-source.ts';
import { describe, fingerprintIn, midIn, ssrcIn } from './media/webrtc-sdp.ts';

const RECEIVERS = Number(process.argv[2] ?? 40);
const ROUNDS = 5;
const WINDOW_MS = 4_000;
const WARM_UP_MS = 500;
/** A round in which less got through was one of a machine that was busy with something else: it does not count. */
const ARRIVED_MIN = 0.98;
const ROOM = 1;
const PORTS = { ends: 28_188, janus: 28_288, media: 28_400, toOurs: 28_500, toJanus: 28_502 };

const address = Object.values(networkInterfaces())
  .flatMap((list) => list ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;
const median = (numbers: number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
const round = (number: number): number => Math.round(number * 100) / 100;

/** Nanoseconds on a CPU, of all its threads. */
const cpuOf = (pid: number): number =>
  readdirSync(`/proc/${pid}/task`).reduce(
    (total, thread) => total + Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
    0,
  );

const install = (): boolean => {
  if (has('janus')) return true;
  if (process.getuid?.() !== 0 || !has('apt-get')) return false;
  console.log('installing janus');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  spawnSync('apt-get', ['install', '-y', '-q', '--no-install-recommends', 'janus'], { env });
  return has('janus');
};

const floor = (folder: string): { single: number; batched: number } | null => {
  const program = join(folder, 'floor');
  const built = spawnSync('cc', ['-O2', join(import.meta.dirname, 'media', 'gcm-floor.c'), '-lcrypto', '-o', program]);
  if (built.status !== 0) return null;
  const run = (...args: string[]) => Number(spawnSync(program, args, { encoding: 'utf8' }).stdout);
  const rounds = Array.from({ length: ROUNDS }, () => [run(), run('gso')] as const);
  return { single: median(rounds.map(([single]) => single)), batched: median(rounds.map(([, batched]) => batched)) };
};

const eventually = async <Answer>(ask: () => Promise<Answer>): Promise<Answer> => {
  for (let attempt = 0; attempt < 50; attempt++) {
    try {
      return await ask();
    } catch {
      // Not ready yet.
      await setTimeout(100);
    }
  }
  return ask();
};

/** Handles that receive, as browsers would. */
type Receivers = Handle[];

const receive = async (handle: Handle, sdp: string): Promise<string> => {
  const body = { request: 'joinandconfigure', room: ROOM, ptype: 'publisher', audio: false, video: true };
  return (await handle.ask(body, { type: 'offer', sdp })).jsep!.sdp;
};

/** The stream with this id, as an offer; the answer starts it. */
const watch = async (ends: Janus, id: number): Promise<{ handle: Handle; offer: string; start(answer: string): Promise<unknown> }> => {
  const handle = await ends.attach('streaming');
  const { jsep } = await handle.ask({ request: 'watch', id });
  return { handle, offer: jsep!.sdp, start: (sdp) => handle.ask({ request: 'start' }, { type: 'answer', sdp }) };
};

/** Our side is ICE-lite, so Janus must make the offer: it does to whoever is called by another. */
const receiveOurs = async (call: CallMedia, track: TrackId, ends: Janus): Promise<[Handle, Handle]> => {
  const media = await call.admit(browserCapabilities);
  const transport = await media.openTransport('receive');
  const { rtpParameters } = (await media.subscribe(track, false))!;
  const [caller, called] = [await ends.attach('videocall'), await ends.attach('videocall')];
  const username = newId();
  await caller.ask({ request: 'register', username: newId() });
  await called.ask({ request: 'register', username });
  const isCalled = called.heard();
  const nobody = describe({ ...transport, iceCandidates: [] }, rtpParameters, { setup: 'actpass', direction: 'recvonly' });
  await caller.ask({ request: 'call', username }, { type: 'offer', sdp: nobody });
  await media.secureTransport('receive', fingerprintIn((await isCalled).jsep!.sdp));
  const sdp = describe(transport, rtpParameters, { setup: 'passive', direction: 'sendonly' });
  await called.ask({ request: 'accept' }, { type: 'answer', sdp });
  return [called, caller];
};

/**
 * Made anew for each round: this Janus asks for consent (RFC 7675) every 25 seconds, where browsers do every five, and our side stops
 * sending after twelve without.
 */
const connectOurs = async (sfu: Sfu, ends: Janus): Promise<{ receivers: Receivers; close(): Promise<void> }> => {
  const call = await sfu.open(newId() as CallId, { onSpeaking: () => {}, onLost: () => console.log('the media worker died') });
  const sender = await call.admit(browserCapabilities);
  const feed = await watch(ends, 1);
  const [vp8] = camera().codecs;
  const sent: RtpParameters = { mid: midIn(feed.offer), codecs: [vp8!], encodings: [{ ssrc: ssrcIn(feed.offer) }] };
  const send = await sender.openTransport('send');
  await sender.secureTransport('send', fingerprintIn(feed.offer));
  const track = await sender.publish({ kind: 'video', rtpParameters: sent, isPaused: false });
  const pairs = await Promise.all(Array.from({ length: RECEIVERS }, () => receiveOurs(call, track, ends)));
  await feed.start(describe(send, sent, { setup: 'passive', direction: 'recvonly' }));
  return {
    receivers: pairs.map(([called]) => called),
    async close() {
      call.close();
      await Promise.all([feed.handle, ...pairs.flat()].map((handle) => handle.detach()));
    },
  };
};

const openRoom = async (janus: Janus): Promise<void> => {
  const handle = await janus.attach('videoroom');
  await handle.ask({ request: 'create', room: ROOM, publishers: 1_000, videocodec: 'vp8', bitrate: 6_000_000, notify_joining: false });
};

const connectJanus = async (janus: Janus, ends: Janus): Promise<Receivers> => {
  const publisher = await janus.attach('videoroom');
  const feed = await watch(ends, 2);
  const join = { request: 'joinandconfigure', room: ROOM, ptype: 'publisher', audio: false, video: true };
  const published = await publisher.ask(join, { type: 'offer', sdp: feed.offer });
  await feed.start(published.jsep!.sdp);
  const subscribe = { request: 'join', room: ROOM, ptype: 'subscriber', streams: [{ feed: published.data['id'] }] };

  const receivers: Receivers = [];
  for (let index = 0; index < RECEIVERS; index++) {
    const subscriber = await janus.attach('videoroom');
    // There is nothing to subscribe to until the publisher's DTLS is through.
    const offered = await eventually(() => subscriber.ask(subscribe));
    const handle = await ends.attach('videoroom');
    const sdp = await receive(handle, offered.jsep!.sdp);
    await subscriber.ask({ request: 'start' }, { type: 'answer', sdp });
    receivers.push(handle);
  }
  return receivers;
};

const packetsAt = async (receivers: Receivers): Promise<number> => {
  const counts = receivers.map(async (handle) => Object.values((await handle.info()).webrtc?.media ?? {})[0]?.stats.in.packets ?? 0);
  return (await Promise.all(counts)).reduce((total, count) => total + count, 0);
};

const suitesAt = async (receivers: Receivers): Promise<string> => {
  const suites = await Promise.all(receivers.map(async (handle) => String((await handle.info()).webrtc?.dtls?.['srtp-profile'])));
  return [...new Set(suites)].join(', ');
};

type Figure = { us: number; arrived: number };

const measure = async (pid: number, source: RtpSource, receivers: Receivers): Promise<Figure> => {
  const [packets, cpu] = [await packetsAt(receivers), cpuOf(pid)];
  const sent = await source.send(WINDOW_MS);
  const spent = cpuOf(pid) - cpu;
  // What is still on its way is counted, what it costs to ask is not.
  await setTimeout(200);
  const arrived = (await packetsAt(receivers)) - packets;
  return { us: spent / 1_000 / arrived, arrived: arrived / (sent * RECEIVERS) };
};

const folder = mkdtempSync(join(tmpdir(), 'parlor-bench-'));
const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];

const run = async (): Promise<object> => {
  if (address === undefined) throw new Error('a network address other than loopback is needed: ICE leaves loopback out');
  if (!install()) throw new Error('janus is needed, as the peer and as both ends: apt-get install janus');
  const start = async (name: 'ends' | 'janus', rest: { feeds?: number[]; rtpPorts: string }): Promise<Janus> => {
    const janus = await startJanus({ folder: join(folder, name), port: PORTS[name], address, ...rest });
    closing.push(() => janus.close());
    await openRoom(janus);
    return janus;
  };
  const ends = await start('ends', { feeds: [PORTS.toOurs, PORTS.toJanus], rtpPorts: '30000-33999' });
  const janus = await start('janus', { rtpPorts: '34000-37999' });
  const sfu = await createMediasoupSfu({ workers: 1, port: PORTS.media, listenHost: address, announcedAddress: address, log: silentLog });
  closing.push(() => sfu.close());
  const theirs = await connectJanus(janus, ends);
  const [toOurs, toJanus] = [createRtpSource(PORTS.toOurs), createRtpSource(PORTS.toJanus)];
  await toJanus.send(WARM_UP_MS);
  let srtp = '';

  const rounds: { ours: Figure; janus: Figure }[] = [];
  for (let attempt = 0; rounds.length < ROUNDS && attempt < 2 * ROUNDS; attempt++) {
    const ours = await connectOurs(sfu, ends);
    await toOurs.send(WARM_UP_MS);
    srtp = await suitesAt(ours.receivers);
    const figures = {
      ours: await measure(sfu.health()[0]!.pid, toOurs, ours.receivers),
      janus: await measure(janus.pid, toJanus, theirs),
    };
    await ours.close();
    const isGood = Math.min(figures.ours.arrived, figures.janus.arrived) >= ARRIVED_MIN;
    if (isGood) rounds.push(figures);
    console.log(
      `ours ${round(figures.ours.us)}, janus ${round(figures.janus.us)} CPU microseconds per packet that arrived` +
        (isGood ? '' : ` (not counted: ${round(figures.ours.arrived)} and ${round(figures.janus.arrived)} of all packets arrived)`),
    );
  }
  if (rounds.length === 0)
    throw new Error('packets were lost in every round: this machine is too busy, or too small for so many receivers');
  const bare = floor(folder);
  const [our, their] = [median(rounds.map((each) => each.ours.us)), median(rounds.map((each) => each.janus.us))];
  return {
    bench: 'media',
    receivers: RECEIVERS,
    rounds: rounds.length,
    cpuMicrosecondsPerPacket: {
      ours: round(our),
      janus: round(their),
      floor: bare && round(bare.single),
      floorInEights: bare && round(bare.batched),
    },
    oursToJanus: round(our / their),
    arrived: {
      ours: round(median(rounds.map((each) => each.ours.arrived))),
      janus: round(median(rounds.map((each) => each.janus.arrived))),
    },
    srtp: { ours: srtp, janus: await suitesAt(theirs) },
  };
};

try {
  console.log(JSON.stringify(await run()));
} catch (error) {
  console.log(JSON.stringify({ bench: 'media', error: error instanceof Error ? error.message : String(error) }));
  process.exitCode = 1;
} finally {
  for (const close of closing.toReversed()) await close();
}
process.exit();
