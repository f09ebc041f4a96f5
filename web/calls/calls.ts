// The front door of the calls: the one call that this page is in, if any, and the ways in and out. Light: the call itself and the media
// engine are loaded in the background, from `warmUp` on.
import { atom, type ReadableAtom } from 'nanostores';
import type { RoomId } from '../../protocol/wire.ts';
import { $me } from '../accounts/accounts.ts';
import type { MediaEngine } from './engine.ts';
import type { JoinProblem } from './failures.ts';
import type { LiveCall } from './live-call.ts';

export type { LiveCall };

export type Entrance =
  | { kind: 'idle' }
  | { kind: 'joining'; roomId: RoomId }
  | { kind: 'refused'; roomId: RoomId; problem: JoinProblem };

const $own = atom<LiveCall | null>(null);
const $door = atom<Entrance>({ kind: 'idle' });

/** The call that this page is in: from when it got in until it is left, through every loss of connection. */
export const $currentCall: ReadableAtom<LiveCall | null> = $own;
/** How getting into a call goes. */
export const $entrance: ReadableAtom<Entrance> = $door;

/** The call that is being joined, or is $currentCall. */
let latest: LiveCall | null = null;
let attempt = 0;
let prepared: Promise<MediaEngine> | null = null;

const loadCall = () => import('./live-call.ts');

const prepare = (): Promise<MediaEngine> => {
  if (prepared === null) {
    const made = loadCall().then(({ prepareEngine }) => prepareEngine());
    prepared = made;
    // A failure is told to whoever joins; the next one tries anew.
    made.catch(() => {
      if (prepared === made) prepared = null;
    });
  }
  return prepared;
};

/** Loads the engine and prepares it, so that joining is one question and its answer. */
export const warmUp = (): void => void prepare();

/** Leaves whichever call the page is in. What comes of it is told by `$entrance` and `$currentCall`. */
export const joinCall = (roomId: RoomId): void => {
  if (latest?.roomId === roomId && $door.get().kind !== 'refused') return;
  leaveCall();
  $door.set({ kind: 'joining', roomId });
  void start(roomId, ++attempt);
};

export const leaveCall = (): void => {
  attempt++;
  latest?.leave();
  latest = null;
  $own.set(null);
  $door.set({ kind: 'idle' });
};

const start = async (roomId: RoomId, mine: number): Promise<void> => {
  try {
    const { startCall } = await loadCall();
    if (mine !== attempt) return;
    const call = startCall(roomId, prepare());
    prepared = null;
    latest = call;
    call.$phase.subscribe((phase) => {
      if (latest !== call) return;
      if (phase.kind === 'live') {
        $own.set(call);
        $door.set({ kind: 'idle' });
      } else if (phase.kind === 'left') {
        leaveCall();
      } else if (phase.kind === 'failed' && !phase.wasLive) {
        leaveCall();
        $door.set({ kind: 'refused', roomId, problem: phase.problem });
      }
    });
  } catch {
    // The files of the engine could not be loaded: offline, or the server was updated under this page.
    if (mine === attempt) $door.set({ kind: 'refused', roomId, problem: 'unavailable' });
  }
};

$me.listen((me) => {
  if (me.kind === 'signed-out') leaveCall();
});
