// F19: whatever passes the schemas reaches a real worker. It may refuse, in one typed way; it may not die, and it must go on serving others.
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../protocol/errors.ts';
import { Fingerprints, RtpCapabilities, RtpParameters } from '../../protocol/media.ts';
import type { CallId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { silentLog } from '../log.ts';
import { createMediasoupSfu } from './mediasoup.ts';
import { browserCapabilities, camera, fingerprints, microphone } from './rtp-samples.ts';
import type { CallMedia, ParticipantMedia, Sfu } from './sfu.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** More of them by hand, after an upgrade of mediasoup: `FUZZ_RUNS=50000`. */
const RUNS = Number(process.env['FUZZ_RUNS'] ?? 1_500);

/** What is wrong, odd or at the border for its place, yet of its kind: this is what gets past the schemas. */
const pools: Record<string, Json[]> = {
  mimeType: [
    ...[
      'audio/opus',
      'audio/rtx',
      'audio/PCMU',
      'audio/red',
      'audio/CN',
      'audio/multiopus',
      'AUDIO/OPUS',
      'audio/OPUS',
      'video/VP8',
      'video/vp8',
    ],
    ...['video/rtx', 'video/RTX', 'video/VP9', 'video/H264', 'video/AV1', 'video/ulpfec', 'video/flexfec-03', 'video/red', 'video/x'],
  ],
  uri: [
    ...['mid', 'rtp-stream-id', 'repaired-rtp-stream-id'].map((name) => `urn:ietf:params:rtp-hdrext:sdes:${name}`),
    ...['urn:ietf:params:rtp-hdrext:ssrc-audio-level', 'urn:ietf:params:rtp-hdrext:encrypt', 'urn:ietf:params:rtp-hdrext:toffset', 'x'],
    ...['urn:3gpp:video-orientation', 'urn:mediasoup:params:rtp-hdrext:packet-id'],
    'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
    'http://www.webrtc.org/experiments/rtp-hdrext/playout-delay',
  ],
  type: ['nack', 'ccm', 'transport-cc', 'goog-remb', 'x', '', '-'],
  parameter: ['pli', 'fir', 'x', ''],
  parameters: [
    {},
    { apt: 96 },
    { apt: 97 },
    { apt: 0.5 },
    { apt: -1 },
    { apt: '96' },
    { useinbandfec: 'x', usedtx: 0.5 },
    { __proto__: 1 },
  ],
  kind: ['audio', 'video'],
  direction: ['sendonly', 'recvonly', 'inactive'],
  scalabilityMode: ['L3T3', 'L3T3_KEY', 'S3T3', 'S1T1', 'L1T1', 'L2T1h', 'L3T3_KEY_SHIFT', 'L1T3'],
  clockRate: [1, 8_000, 48_000, 90_000, 1_000_000],
  channels: [1, 2, 3, 8],
  rid: ['r0', 'r1', 'x', 'x'.repeat(16), '0'],
  mid: ['0', 'x'.repeat(32), '-', '_'],
  rtx: [{ ssrc: 0 }, { ssrc: 11_110_000 }, { ssrc: 2 ** 32 - 1 }],
  cname: ['x', 'x'.repeat(64), '{}@='],
  encodings: [
    [{}],
    [{}, {}],
    [{}, {}, {}],
    [{ rid: 'a' }, { rid: 'a' }],
    [{ ssrc: 1 }, { ssrc: 1 }],
    [{ ssrc: 0 }],
    [{ rid: 'a', ssrc: 7 }, {}],
  ],
  codecs: [[]],
  headerExtensions: [[]],
};
const numbers = [0, 1, 2, 14, 15, 96, 97, 100, 111, 127, 128, 255, 256, 65_535, 2 ** 31, 2 ** 32 - 1, -1, 0.5, 96.5, -0xffffffff, 1e300];
const strings = ['', '0', 'a', '96', '__proto__', 'x'.repeat(500), '\r\na=candidate:1', '\u0000', '\ud800'];
const additions = [
  ...[
    'apt',
    'ssrc',
    'rid',
    'mid',
    'msid',
    'rtx',
    'codecPayloadType',
    'scalabilityMode',
    'dtx',
    'parameters',
    'encrypt',
    'channels',
    'maxBitrate',
  ],
  ...['useinbandfec', 'usedtx', 'num_streams', 'profile-id', 'rtcpFeedback', 'headerExtensions', 'cname', '__proto__'],
];

type Step = { at: number; how: 'replace' | 'remove' | 'repeat' | 'add'; isWild: boolean; pick: number; wild: Json; key: string };
const step: fc.Arbitrary<Step> = fc.record({
  at: fc.nat(10_000),
  how: fc.constantFrom('replace', 'replace', 'replace', 'remove', 'repeat', 'add'),
  isWild: fc.integer({ min: 0, max: 15 }).map((number) => number === 0),
  pick: fc.nat(1_000),
  wild: fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>,
  key: fc.constantFrom(...additions),
});

const valueFor = (key: string | number, was: Json | undefined, { isWild, pick, wild }: Step): Json => {
  const pool = pools[key] ?? (typeof was === 'boolean' ? [!was] : typeof was === 'string' ? strings : numbers);
  return structuredClone(isWild ? wild : pool[pick % pool.length]!);
};

type Place = { holder: Json[] | { [key: string]: Json }; key: string | number };
const placesIn = (node: Json): Place[] => {
  if (node === null || typeof node !== 'object') return [];
  const entries: [string | number, Json][] = Array.isArray(node) ? [...node.entries()] : Object.entries(node);
  return entries.flatMap(([key, child]) => [{ holder: node, key }, ...placesIn(child)]);
};

/** A sample with a few places changed: close enough to the truth to get past the first checks. */
const mutated = (sample: unknown): fc.Arbitrary<Json> =>
  fc.array(step, { minLength: 1, maxLength: 4 }).map((steps) => {
    const root = JSON.parse(JSON.stringify(sample)) as Json;
    for (const each of steps) {
      const { at, how } = each;
      const places = placesIn(root);
      const place = places[at % Math.max(places.length, 1)];
      if (!place) continue;
      const { holder } = place;
      if (Array.isArray(holder)) {
        const index = Number(place.key);
        if (how === 'remove') holder.splice(index, 1);
        else if (how === 'replace') holder[index] = valueFor(index, holder[index], each);
        else holder.push(structuredClone(holder[index]!));
      } else if (how === 'remove') delete holder[place.key];
      else {
        const key = how === 'add' ? each.key : place.key;
        // Not by assignment, which would take `__proto__` for something else.
        Object.defineProperty(holder, key, {
          value: valueFor(key, holder[key], each),
          enumerable: true,
          configurable: true,
          writable: true,
        });
      }
    }
    return root;
  });

const refusedOnly = async <Answer>(asked: Promise<Answer>): Promise<Answer | null> => {
  try {
    return await asked;
  } catch (error) {
    expect(error).toBeInstanceOf(Refusal);
    expect((error as Refusal).code).toBe('bad-request');
    return null;
  }
};

describe('F19: hostile parameters on a real worker', () => {
  let sfu: Sfu;
  let call: CallMedia;
  let pid: number;
  let honest: ParticipantMedia;

  const seat = async (capabilities = browserCapabilities): Promise<ParticipantMedia> => {
    const media = await call.admit(capabilities);
    await Promise.all([media.openTransport('send'), media.openTransport('receive')]);
    return media;
  };
  const isWell = async () => {
    expect(sfu.health()).toEqual([{ pid, isAlive: true }]);
    const media = await seat();
    const track = await media.publish({ kind: 'video', rtpParameters: camera(), isPaused: false });
    expect(await honest.subscribe(track, false)).toMatchObject({ trackId: track });
    media.close();
  };

  beforeAll(async () => {
    sfu = await createMediasoupSfu({ workers: 1, port: 0, listenHost: '127.0.0.1', log: silentLog });
    call = await sfu.open(newId() as CallId, {
      onSpeaking: () => {},
      onLost: () => expect.fail('the worker died'),
    });
    pid = sfu.health()[0]!.pid;
    honest = await seat();
  });
  afterAll(() => sfu.close());

  it('in what is published', async () => {
    let reached = 0;
    let published = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof(mutated(camera()), mutated(microphone())), fc.constantFrom('audio', 'video'), async (json, kind) => {
        const parsed = RtpParameters.safeParse(json);
        if (!parsed.success) return;
        reached += 1;
        const media = await seat();
        // Twice: the second must not stumble over what the first left.
        for (let round = 0; round < 2; round++) {
          const track = await refusedOnly(media.publish({ kind, rtpParameters: parsed.data, isPaused: false }));
          if (!track) continue;
          published += 1;
          const offer = await refusedOnly(honest.subscribe(track, false));
          if (offer) await honest.adjust(offer.id, { layer: 0 });
        }
        media.close();
      }),
      { numRuns: RUNS },
    );
    await isWell();
    // A fuzz that is turned away at the door tests nothing.
    expect(reached).toBeGreaterThan(RUNS / 10);
    expect(published).toBeGreaterThan(RUNS / 50);
  });

  it('in what a browser says it can receive', async () => {
    const speaker = await seat();
    const tracks = [
      await speaker.publish({ kind: 'audio', rtpParameters: microphone(), isPaused: false }),
      await speaker.publish({ kind: 'video', rtpParameters: camera(), isPaused: false }),
    ];
    let reached = 0;
    let subscribed = 0;
    await fc.assert(
      fc.asyncProperty(mutated(browserCapabilities), async (json) => {
        const parsed = RtpCapabilities.safeParse(json);
        if (!parsed.success) return;
        reached += 1;
        const media = await refusedOnly(seat(parsed.data));
        if (!media) return;
        for (const track of tracks) if (await refusedOnly(media.subscribe(track, false))) subscribed += 1;
        media.close();
      }),
      { numRuns: RUNS },
    );
    speaker.close();
    await isWell();
    expect(reached).toBeGreaterThan(RUNS / 10);
    expect(subscribed).toBeGreaterThan(RUNS / 10);
  });

  it('in fingerprints', async () => {
    let reached = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({
            algorithm: fc.constantFrom('sha-256', 'sha-384', 'sha-512', 'sha-1'),
            value: fc.oneof(
              fc.integer({ min: 30, max: 66 }).map((length) => Array.from({ length }, () => 'aB').join(':')),
              fc.constantFrom(fingerprints[0]!.value, '', 'x'),
            ),
          }),
          { maxLength: 6 },
        ),
        async (json) => {
          const parsed = Fingerprints.safeParse(json);
          if (!parsed.success) return;
          reached += 1;
          const media = await seat();
          for (let round = 0; round < 2; round++) await refusedOnly(media.secureTransport('send', parsed.data));
          media.close();
        },
      ),
      { numRuns: RUNS / 3 },
    );
    await isWell();
    expect(reached).toBeGreaterThan(RUNS / 50);
  });
});
