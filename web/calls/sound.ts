// Plays the others: one <audio> element for each track of sound. Browsers may refuse to play before the person has clicked anywhere;
// then a button asks for the click.
import { atom, type ReadableAtom } from 'nanostores';
import type { TrackId } from '../../protocol/wire.ts';

export type Sound = {
  /** The browser wants a click first. */
  readonly $isBlocked: ReadableAtom<boolean>;
  /** Plays exactly these. */
  play(tracks: ReadonlyMap<TrackId, MediaStreamTrack>): void;
  /** Called while a click is handled. */
  unblock(): void;
  close(): void;
};

export type SoundDeps = {
  createElement: () => HTMLAudioElement;
  $speakerId: ReadableAtom<string | null>;
};

/** Browsers that cannot choose where sound comes out have no such method. */
type Routable = HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> };

export const createSound = ({ createElement, $speakerId }: SoundDeps): Sound => {
  const $isBlocked = atom(false);
  const elements = new Map<TrackId, Routable>();

  const route = (element: Routable, speakerId: string | null): void => {
    // An unplugged speaker: the default one plays on.
    element.setSinkId?.(speakerId ?? '').catch(() => {});
  };

  const start = async (element: HTMLAudioElement): Promise<void> => {
    try {
      await element.play();
    } catch (error) {
      // AbortError: the track was let go before it played.
      if (error instanceof Error && error.name === 'NotAllowedError') $isBlocked.set(true);
    }
  };

  const stop = (trackId: TrackId, element: HTMLAudioElement): void => {
    elements.delete(trackId);
    element.pause();
    element.srcObject = null;
  };

  const stopFollowing = $speakerId.listen((speakerId) => {
    for (const element of elements.values()) route(element, speakerId);
  });

  return {
    $isBlocked,
    play: (tracks) => {
      for (const [trackId, element] of elements) if (!tracks.has(trackId)) stop(trackId, element);
      for (const [trackId, track] of tracks) {
        if (track.kind !== 'audio' || elements.has(trackId)) continue;
        const element: Routable = createElement();
        elements.set(trackId, element);
        element.srcObject = new MediaStream([track]);
        if ($speakerId.get() !== null) route(element, $speakerId.get());
        void start(element);
      }
    },
    unblock: () => {
      $isBlocked.set(false);
      for (const element of elements.values()) void start(element);
    },
    close: () => {
      stopFollowing();
      for (const [trackId, element] of elements) stop(trackId, element);
      $isBlocked.set(false);
    },
  };
};
