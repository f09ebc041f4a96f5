import { atom } from 'nanostores';
import { describe, expect, test } from 'vitest';
import type { RoomId } from '../../protocol/wire.ts';
import type { CallPhase } from './call.ts';
import { createFakeEngine, GARDEN, settle } from './calls.testing.ts';
import { createEntrance } from './entrance.ts';
import type { LiveCall } from './live-call.ts';

const KITCHEN = 'kitchen' as RoomId;

const createBench = () => {
  const started: Array<{ roomId: RoomId; $phase: ReturnType<typeof atom<CallPhase>>; isLeft: boolean }> = [];
  const bench = { prepares: 0, loads: 0, loadFails: false, prepareFails: false, started };
  const entrance = createEntrance(async () => {
    bench.loads++;
    if (bench.loadFails) throw new TypeError('cannot load');
    return {
      prepareEngine: async () => {
        bench.prepares++;
        if (bench.prepareFails) throw new Error('no');
        return createFakeEngine();
      },
      startCall: (roomId, prepared) => {
        prepared.catch(() => {});
        const call = { roomId, $phase: atom<CallPhase>({ kind: 'joining' }), isLeft: false };
        started.push(call);
        return { ...call, leave: () => void (call.isLeft = true) } as unknown as LiveCall;
      },
    };
  });
  return Object.assign(bench, { entrance });
};

describe('the entrance', () => {
  test('warmed up and joined prepares once', async () => {
    const bench = createBench();
    const { entrance, started } = bench;
    entrance.warmUp();
    entrance.joinCall(GARDEN);
    entrance.joinCall(GARDEN);
    await settle();
    expect(started).toHaveLength(1);
    expect(bench.prepares).toBe(1);
    expect(entrance.$entrance.get()).toEqual({ kind: 'joining', roomId: GARDEN });
    expect(entrance.$currentCall.get()).toBeNull();
    started[0]?.$phase.set({ kind: 'live' });
    expect(entrance.$currentCall.get()?.roomId).toBe(GARDEN);
    expect(entrance.$entrance.get()).toEqual({ kind: 'idle' });
  });

  test('a call that is lost and given up stays the current one, for the person to decide', async () => {
    const { entrance, started } = createBench();
    entrance.joinCall(GARDEN);
    await settle();
    started[0]?.$phase.set({ kind: 'live' });
    started[0]?.$phase.set({ kind: 'failed', problem: 'unavailable', wasLive: true });
    expect(entrance.$currentCall.get()?.roomId).toBe(GARDEN);
  });

  test('a refusal is told, and the next try is a new one', async () => {
    const { entrance, started } = createBench();
    entrance.joinCall(GARDEN);
    await settle();
    started[0]?.$phase.set({ kind: 'failed', problem: 'full', wasLive: false });
    expect(entrance.$entrance.get()).toEqual({ kind: 'refused', roomId: GARDEN, problem: 'full' });
    expect(started[0]?.isLeft).toBe(true);
    entrance.joinCall(GARDEN);
    await settle();
    expect(started).toHaveLength(2);
  });

  test('joining another room leaves the first', async () => {
    const { entrance, started } = createBench();
    entrance.joinCall(GARDEN);
    await settle();
    started[0]?.$phase.set({ kind: 'live' });
    entrance.joinCall(KITCHEN);
    expect(started[0]?.isLeft).toBe(true);
    expect(entrance.$currentCall.get()).toBeNull();
    await settle();
    started[0]?.$phase.set({ kind: 'live' });
    expect(entrance.$currentCall.get()).toBeNull();
    started[1]?.$phase.set({ kind: 'live' });
    expect(entrance.$currentCall.get()?.roomId).toBe(KITCHEN);
  });

  test('left while the engine is loading, nothing is started', async () => {
    const { entrance, started } = createBench();
    entrance.joinCall(GARDEN);
    entrance.leaveCall();
    await settle();
    expect(started).toHaveLength(0);
    expect(entrance.$entrance.get()).toEqual({ kind: 'idle' });
  });

  test('an engine that cannot be loaded is told, and loaded again at the next try', async () => {
    const bench = createBench();
    bench.loadFails = true;
    bench.entrance.warmUp();
    bench.entrance.joinCall(GARDEN);
    await settle();
    expect(bench.entrance.$entrance.get()).toMatchObject({ kind: 'refused', problem: 'unavailable' });
    bench.loadFails = false;
    bench.entrance.joinCall(GARDEN);
    await settle();
    expect(bench.started).toHaveLength(1);
  });

  test('a preparation that failed is made anew', async () => {
    const bench = createBench();
    bench.prepareFails = true;
    bench.entrance.warmUp();
    await settle();
    bench.prepareFails = false;
    bench.entrance.warmUp();
    await settle();
    expect(bench.prepares).toBe(2);
  });
});
