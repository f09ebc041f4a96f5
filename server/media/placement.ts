// Which worker a new call goes to. Each worker has a port of its own, so the first is filled before the next is used: a house that opened
// one port has working media until it has outgrown one core. Pure; the numbers come from whoever carries the streams.

export type Carrier = { streams: number; calls: number };

/** What one core forwards with ease: half of the about 500 streams after which mediasoup's authors advise another worker. */
const EASY = 250;

/** What a call that has just been opened will grow into: four people with camera and microphone, each received by three others. */
const EXPECTED_PER_CALL = 24;

const load = ({ streams, calls }: Carrier): number => Math.max(streams, calls * EXPECTED_PER_CALL);

/** The first with room to spare; when none has, the one with the least to do; null for an empty list. */
export const place = <Worker extends Carrier>(workers: readonly Worker[]): Worker | null =>
  workers.find((worker) => load(worker) + EXPECTED_PER_CALL <= EASY) ??
  workers.reduce<Worker | null>((least, worker) => (least === null || load(worker) < load(least) ? worker : least), null);
