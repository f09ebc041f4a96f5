// The way into a call and out of it: at most one at a time, loaded when first needed. What is loaded comes in as an argument.
import { atom, type ReadableAtom } from 'nanostores';
import type { RoomId } from '../../protocol/wire.ts';
import type { MediaEngine } from './engine.ts';
import type { JoinProblem } from './failures.ts';
import type { LiveCall } from './live-call.ts';

export type EntranceState =
  | { kind: 'idle' }
  | { kind: 'joining'; roomId: RoomId }
  | { kind: 'refused'; roomId: RoomId; problem: JoinProblem };

/** What is loaded: the call and its media engine. */
export type CallModule = {
  prepareEngine(): Promise<MediaEngine>;
  startCall(roomId: RoomId, prepared: Promise<MediaEngine>): LiveCall;
};

export type Entrance = {
  /** From when the page got in until the call is left, through every loss of connection. */
  readonly $currentCall: ReadableAtom<LiveCall | null>;
  /** How getting in goes. */
  readonly $entrance: ReadableAtom<EntranceState>;
  /** Loads the engine and prepares it, so that joining is one question and its answer. */
  warmUp(): void;
  /** Leaves whichever call the page is in. What comes of it is told by the two stores. */
  joinCall(roomId: RoomId): void;
  leaveCall(): void;
};

export const createEntrance = (load: () => Promise<CallModule>): Entrance => {
  const $currentCall = atom<LiveCall | null>(null);
  const $entrance = atom<EntranceState>({ kind: 'idle' });
  /** The call that is being joined, or is the current one. */
  let latest: LiveCall | null = null;
  let attempt = 0;
  let prepared: Promise<MediaEngine> | null = null;

  const prepare = (): Promise<MediaEngine> => {
    if (prepared !== null) return prepared;
    const made = load().then(({ prepareEngine }) => prepareEngine());
    prepared = made;
    // A failure is told to whoever joins; the next one tries anew.
    made.catch(() => {
      if (prepared === made) prepared = null;
    });
    return made;
  };

  const follow = (call: LiveCall): void => {
    call.$phase.subscribe((phase) => {
      if (latest !== call) return;
      if (phase.kind === 'live') {
        $currentCall.set(call);
        $entrance.set({ kind: 'idle' });
      } else if (phase.kind === 'failed' && !phase.wasLive) {
        leaveCall();
        $entrance.set({ kind: 'refused', roomId: call.roomId, problem: phase.problem });
      }
    });
  };

  const start = async (roomId: RoomId, mine: number): Promise<void> => {
    try {
      const { startCall } = await load();
      if (mine !== attempt) return;
      const engine = prepare();
      prepared = null;
      latest = startCall(roomId, engine);
      follow(latest);
    } catch {
      // The files of the engine could not be loaded: offline, or the server was updated under this page.
      if (mine === attempt) $entrance.set({ kind: 'refused', roomId, problem: 'unavailable' });
    }
  };

  const leaveCall = (): void => {
    attempt++;
    const call = latest;
    latest = null;
    call?.leave();
    $currentCall.set(null);
    $entrance.set({ kind: 'idle' });
  };

  return {
    $currentCall,
    $entrance,
    warmUp: () => void prepare(),
    joinCall: (roomId) => {
      const state = $entrance.get();
      if (latest?.roomId === roomId || (state.kind === 'joining' && state.roomId === roomId)) return;
      leaveCall();
      $entrance.set({ kind: 'joining', roomId });
      void start(roomId, ++attempt);
    },
    leaveCall,
  };
};
