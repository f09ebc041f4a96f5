// Who is on the stage besides oneself, and their pictures and voices, through the loss of a seat: until the others are back in a call that
// was built anew, their tiles stay, with their last pictures.
import { atom, type ReadableAtom } from 'nanostores';
import type { Call } from '../../protocol/calls.ts';
import type { ParticipantId, TrackId } from '../../protocol/wire.ts';
import type { Clock } from '../connection/clock.ts';
import { facesOf, type Face } from './faces.ts';

export type Tracks = ReadonlyMap<TrackId, MediaStreamTrack>;

export type Audience = {
  readonly $faces: ReadableAtom<readonly Face[]>;
  readonly $tracks: ReadableAtom<Tracks>;
  draw(call: Call | null, ownId: ParticipantId | null): void;
  play(tracks: Tracks): void;
  /** The seat is gone: what is seen is kept, and nothing is heard. */
  freeze(): void;
  /** There is a new seat: whoever has not come back a while from now will not. */
  thaw(redraw: () => void): void;
  close(): void;
};

/** How long the others have to come back. */
const GHOST_MS = 8_000;

export const createAudience = (clock: Clock): Audience => {
  const $faces = atom<readonly Face[]>([]);
  const $tracks = atom<Tracks>(new Map());
  let ghosts: readonly Face[] = [];
  let lastPictures: Tracks = new Map();
  let tracks: Tracks = new Map();
  let cancel = (): void => {};

  const mix = (): void => $tracks.set(new Map([...lastPictures, ...tracks]));

  return {
    $faces,
    $tracks,
    draw: (call, ownId) => $faces.set(facesOf(call, ownId, ghosts)),
    play: (next) => {
      tracks = next;
      mix();
    },
    freeze: () => {
      cancel();
      ghosts = $faces.get();
      lastPictures = new Map([...$tracks.get()].filter(([, { kind }]) => kind === 'video'));
      tracks = new Map();
      mix();
    },
    thaw: (redraw) => {
      cancel();
      cancel = clock.after(GHOST_MS, () => {
        ghosts = [];
        lastPictures = new Map();
        mix();
        redraw();
      });
    },
    close: () => {
      cancel();
      $tracks.set(new Map());
      $faces.set([]);
    },
  };
};
