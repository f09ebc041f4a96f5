// The front door of the calls: the one call that this page is in, if any, and the ways in and out. Light: the call itself and the media
// engine are loaded in the background, from `warmUp` on.
import { $me } from '../accounts/accounts.ts';
import { onExited } from '../rooms/rooms.ts';
import { createEntrance } from './entrance.ts';
import { askedOn, turnedOff } from './moderated.ts';

export type { LiveCall } from './live-call.ts';
export type { AskedOn, TurnedOff } from './moderated.ts';
export { askOn, muteAll, turnOffTrack } from './moderated.ts';

/** Somebody else turned off what this page sends, or the right to it is gone. It is off by then; these are for words about it. */
export const onTurnedOff = turnedOff.add;
/** A moderator asks this person to turn something on. */
export const onAskedOn = askedOn.add;

export const { $currentCall, $entrance, warmUp, joinCall, leaveCall } = createEntrance(() => import('./live-call.ts'));

// Out of the room is out of its call, at once: the camera's light goes out too.
onExited(({ room }) => {
  if ($currentCall.get()?.roomId === room.id) leaveCall();
});

$me.listen((me) => {
  if (me.kind === 'signed-out') leaveCall();
});
