// What a participant wishes to receive, from who is in the call and what is on the screen: every voice, and the pictures that are seen.
import type { Call, TrackSource } from '../../protocol/calls.ts';
import type { ParticipantId, TrackId } from '../../protocol/wire.ts';
import type { Layer } from './layers.ts';
import type { TrackWish, TrackWishes } from './subscriptions.ts';

/** The pictures on the screen, each in the size that it is shown in; null: about to be shown, in a size that is not known yet. */
export type ShownTracks = ReadonlyMap<TrackId, Layer | null>;

const isPicture = (source: TrackSource): boolean => source === 'camera' || source === 'screen';

/** `before`: what was wished for last; a picture that goes off the screen is paused, one that never was on it is not asked for. */
export const wishesOf = (call: Call, ownId: ParticipantId, shown: ShownTracks, before: TrackWishes): TrackWishes => {
  const wishes = new Map<TrackId, TrackWish>();
  for (const participant of call.participants) {
    if (participant.id === ownId) continue;
    for (const { id, source } of participant.tracks) {
      const layer = shown.get(id);
      if (!isPicture(source)) wishes.set(id, { isPaused: false, layer: null });
      else if (layer !== undefined) wishes.set(id, { isPaused: false, layer: source === 'camera' ? layer : null });
      else if (before.has(id)) wishes.set(id, { isPaused: true, layer: null });
    }
  }
  return wishes;
};
