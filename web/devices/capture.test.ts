import { describe, expect, test, vi } from 'vitest';
import { createCapture, type CaptureWish } from './capture.ts';
import type { Opened } from './opener.ts';
import type { DeviceKind } from './problems.ts';

type FakeTrack = { enabled: boolean; isStopped: boolean; onended: (() => void) | null; stop: () => void };
const trackOf = (fake: FakeTrack): MediaStreamTrack => fake as unknown as MediaStreamTrack;

const named = (name: string): Error => Object.assign(new Error(name), { name });

const tick = () => new Promise((resolve) => setImmediate(resolve));

/** Devices that open when told to; what is asked for and what is given is kept. */
const createBench = (kind: DeviceKind, wish: CaptureWish = { isOn: true, deviceId: null }) => {
  const given: FakeTrack[] = [];
  const asked: Array<{ deviceId: string | null; give: (deviceId?: string) => void; refuse: (name: string) => void }> = [];
  const capture = createCapture({
    kind,
    wish,
    staysOpenWhenOff: kind === 'microphone',
    onError: (error) => {
      throw error;
    },
    open: (_, deviceId) =>
      new Promise<Opened>((resolve, reject) => {
        asked.push({
          deviceId,
          give: (actual) => {
            const fake: FakeTrack = { enabled: true, isStopped: false, onended: null, stop: () => void (fake.isStopped = true) };
            given.push(fake);
            resolve({ track: trackOf(fake), deviceId: actual ?? deviceId ?? 'built-in' });
          },
          refuse: (name) => reject(named(name)),
        });
      }),
  });
  const answer = async (run: (last: (typeof asked)[number]) => void) => {
    const last = asked.at(-1);
    if (last === undefined) throw new Error('nothing was asked for');
    run(last);
    await tick();
  };
  return { capture, asked, given, answer };
};

describe('a capture', () => {
  test('opens nothing until somebody holds it, and closes when nobody does', async () => {
    const { capture, asked, given, answer } = createBench('camera');
    expect(asked).toHaveLength(0);
    const release = capture.hold();
    expect(capture.$state.get().kind).toBe('asking');
    await answer((last) => last.give());
    expect(capture.$state.get().kind).toBe('ready');
    const releaseSecond = capture.hold();
    release();
    release();
    expect(given[0]?.isStopped).toBe(false);
    releaseSecond();
    await tick();
    expect(given[0]?.isStopped).toBe(true);
    expect(capture.$state.get().kind).toBe('closed');
  });

  test('a camera that is turned off goes dark at once; on again it is opened anew', async () => {
    const { capture, asked, given, answer } = createBench('camera');
    capture.hold();
    await answer((last) => last.give());
    capture.turn(false);
    expect(given[0]?.isStopped).toBe(true);
    capture.turn(true);
    await tick();
    expect(asked).toHaveLength(2);
  });

  test('a microphone that is turned off stays open, silent at once', async () => {
    const { capture, asked, given, answer } = createBench('microphone');
    capture.hold();
    await answer((last) => last.give());
    capture.turn(false);
    expect([given[0]?.enabled, given[0]?.isStopped]).toEqual([false, false]);
    capture.turn(true);
    expect([given[0]?.enabled, asked.length]).toEqual([true, 1]);
  });

  test('a microphone that is put away is given back; turned on it is opened anew', async () => {
    const { capture, asked, given, answer } = createBench('microphone');
    capture.hold();
    await answer((last) => last.give());
    capture.putAway();
    await tick();
    expect([given[0]?.isStopped, capture.$state.get().kind, capture.$wish.get().isOn]).toEqual([true, 'closed', false]);
    capture.turn(true);
    await tick();
    expect(asked).toHaveLength(2);
  });

  test('a microphone that is off from the start is not opened', () => {
    const { capture, asked } = createBench('microphone', { isOn: false, deviceId: null });
    capture.hold();
    expect(asked).toHaveLength(0);
  });

  test('a wish that changes while the browser asks is the one that ends up true', async () => {
    const { capture, given, answer } = createBench('camera');
    capture.hold();
    capture.turn(false);
    capture.turn(true);
    capture.turn(false);
    await answer((last) => last.give());
    expect(given[0]?.isStopped).toBe(true);
    expect(capture.$state.get().kind).toBe('closed');
  });

  test('another device replaces the one that runs', async () => {
    const { capture, asked, given, answer } = createBench('microphone');
    capture.hold();
    await answer((last) => last.give());
    capture.choose('headset');
    expect(given[0]?.isStopped).toBe(true);
    expect(asked.at(-1)?.deviceId).toBe('headset');
    await answer((last) => last.give());
    expect(capture.$state.get()).toMatchObject({ kind: 'ready', deviceId: 'headset' });
  });

  test.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'missing'],
    ['NotReadableError', 'busy'],
    ['Insecure', 'insecure'],
  ])('%s is told as %s, and asked for again only when the person acts', async (name, problem) => {
    const { capture, asked, answer } = createBench('camera');
    capture.hold();
    await answer((last) => last.refuse(name));
    expect(capture.$state.get().kind).toBe(problem);
    expect(asked).toHaveLength(1);
    capture.turn(true);
    expect(asked).toHaveLength(2);
    await answer((last) => last.give());
    expect(capture.$state.get().kind).toBe('ready');
  });

  test('an unplugged device gives way to the default, which is told; plugged in again it is used again', async () => {
    const { capture, asked, given, answer } = createBench('microphone', { isOn: true, deviceId: 'headset' });
    const onFallback = vi.fn();
    capture.onFallback(onFallback);
    capture.hold();
    await answer((last) => last.give());
    given[0]?.onended?.();
    expect(asked).toHaveLength(2);
    await answer((last) => last.give('built-in'));
    expect(capture.$state.get()).toMatchObject({ kind: 'ready', deviceId: 'built-in' });
    expect(onFallback).toHaveBeenCalledTimes(1);
    capture.plugged(['built-in']);
    expect(asked).toHaveLength(2);
    capture.plugged(['built-in', 'headset']);
    expect(asked.at(-1)?.deviceId).toBe('headset');
    await answer((last) => last.give());
    expect(capture.$state.get()).toMatchObject({ kind: 'ready', deviceId: 'headset' });
    expect(onFallback).toHaveBeenCalledTimes(1);
  });
});
