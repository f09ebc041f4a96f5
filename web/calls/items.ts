// What is on the stage: oneself, the others, and the screens that are shared. Pure.
import type { Track, TrackSource } from '../../protocol/calls.ts';
import type { TrackId } from '../../protocol/wire.ts';
import type { Face } from './faces.ts';

export type Item =
  | { kind: 'own'; key: string }
  /** Nobody else is there: the way to ask somebody in, where they will be. */
  | { kind: 'invitation'; key: string }
  | { kind: 'person'; key: string; face: Face }
  | { kind: 'screen'; key: string; face: Face; trackId: TrackId };

export type Stage = {
  /** Oneself first, so that nobody who comes moves anybody who is there. */
  people: readonly Item[];
  /** The screen that was shared last is last. */
  screens: readonly Item[];
};

export const OWN_KEY = 'own';

/** The track of a source, if it is there and not turned off. */
export const liveTrack = (tracks: readonly Track[], source: TrackSource): TrackId | null =>
  tracks.find((track) => track.source === source && !track.isPaused)?.id ?? null;

export const stageOf = (faces: readonly Face[]): Stage => ({
  people: [
    { kind: 'own', key: OWN_KEY },
    ...faces.map((face) => ({ kind: 'person' as const, key: face.key, face })),
    ...(faces.length === 0 ? [{ kind: 'invitation' as const, key: 'invitation' }] : []),
  ],
  screens: faces.flatMap((face) => {
    const trackId = face.isAway ? null : liveTrack(face.participant.tracks, 'screen');
    return trackId === null ? [] : [{ kind: 'screen' as const, key: `screen ${face.key}`, face, trackId }];
  }),
});
