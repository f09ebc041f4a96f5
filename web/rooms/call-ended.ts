// Whether a call of this page has ended that one was in, and could come back to: for what is said after a call. Known whatever page was shown
// meanwhile; whoever was put out of the room has not ended a call in this sense.
import { atom, type ReadableAtom } from 'nanostores';
import type { RoomId } from '../../protocol/wire.ts';

type Needs = {
  $currentCall: ReadableAtom<{ roomId: RoomId } | null>;
  isIn: (roomId: RoomId) => boolean;
};

export const createCallEnded = ({ $currentCall, isIn }: Needs): ReadableAtom<boolean> => {
  const $hasEnded = atom(false);
  let before = $currentCall.get()?.roomId ?? null;
  $currentCall.listen((call) => {
    if (call === null && before !== null && isIn(before)) $hasEnded.set(true);
    before = call?.roomId ?? null;
  });
  return $hasEnded;
};
