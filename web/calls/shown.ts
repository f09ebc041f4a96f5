// Which pictures are on the screen, and how large: told by the tiles that draw them, folded into one list for the subscriptions.
import { atom, type ReadableAtom } from 'nanostores';
import type { TrackId } from '../../protocol/wire.ts';
import { layerFor, type Layer, type Size } from './layers.ts';
import type { ShownTracks } from './wishes.ts';

export type ShownPictures = {
  readonly $shown: ReadableAtom<ShownTracks>;
  /** `place` is who shows it: one track may be in a tile and in the floating bar. `size` in device pixels. */
  show(trackId: TrackId, place: string, size: Size): void;
  hide(trackId: TrackId, place: string): void;
  /** About to be shown: wanted, in whatever size comes, until `settle`. */
  expect(trackIds: readonly TrackId[]): void;
  settle(): void;
  /** A page that nobody looks at shows nothing. */
  setVisible(isVisible: boolean): void;
};

export const createShownPictures = (): ShownPictures => {
  const $shown = atom<ShownTracks>(new Map());
  const places = new Map<TrackId, Map<string, Layer>>();
  let expected: readonly TrackId[] = [];
  let isVisible = true;

  const tell = (): void => {
    const next = new Map<TrackId, Layer | null>();
    if (isVisible) {
      for (const trackId of expected) next.set(trackId, null);
      for (const [trackId, layers] of places) if (layers.size > 0) next.set(trackId, Math.max(...layers.values()) as Layer);
    }
    const before = $shown.get();
    const isSame = next.size === before.size && [...next].every(([trackId, layer]) => before.get(trackId) === layer && before.has(trackId));
    if (!isSame) $shown.set(next);
  };

  return {
    $shown,
    show: (trackId, place, size) => {
      const layers = places.get(trackId) ?? new Map<string, Layer>();
      places.set(trackId, layers.set(place, layerFor(size)));
      tell();
    },
    hide: (trackId, place) => {
      const layers = places.get(trackId);
      layers?.delete(place);
      if (layers?.size === 0) places.delete(trackId);
      tell();
    },
    expect: (trackIds) => {
      expected = trackIds;
      tell();
    },
    settle: () => {
      expected = [];
      tell();
    },
    setVisible: (next) => {
      isVisible = next;
      tell();
    },
  };
};
