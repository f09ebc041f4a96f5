// Who speaks: as the server tells it, and the one whose picture the floating bar shows, who stays until somebody else speaks.
import { atom, type ReadableAtom } from 'nanostores';
import type { ParticipantId } from '../../protocol/wire.ts';

export type Speaking = {
  readonly $speaking: ReadableAtom<ReadonlySet<ParticipantId>>;
  /** The others who spoke last, the latest first. */
  readonly $recent: ReadableAtom<readonly ParticipantId[]>;
  hear(participantIds: readonly ParticipantId[], ownId: ParticipantId | null): void;
};

/** Enough for a page of tiles. */
const REMEMBERED = 30;

const isSame = (a: readonly ParticipantId[], b: readonly ParticipantId[]): boolean =>
  a.length === b.length && a.every((id, index) => id === b[index]);

/** Somebody among the others who is still speaking keeps the first place: it does not jump between two who talk at once. */
export const recentAfter = (
  recent: readonly ParticipantId[],
  speaking: readonly ParticipantId[],
  ownId: ParticipantId | null,
): readonly ParticipantId[] => {
  const others = speaking.filter((id) => id !== ownId);
  const first = recent[0];
  const ordered = first !== undefined && others.includes(first) ? [first, ...others.filter((id) => id !== first)] : others;
  return [...ordered, ...recent.filter((id) => !ordered.includes(id))].slice(0, REMEMBERED);
};

export const createSpeaking = (): Speaking => {
  const $speaking = atom<ReadonlySet<ParticipantId>>(new Set());
  const $recent = atom<readonly ParticipantId[]>([]);
  return {
    $speaking,
    $recent,
    hear: (participantIds, ownId) => {
      const before = $speaking.get();
      const isChanged = before.size !== participantIds.length || participantIds.some((id) => !before.has(id));
      if (isChanged) $speaking.set(new Set(participantIds));
      const recent = recentAfter($recent.get(), participantIds, ownId);
      if (!isSame(recent, $recent.get())) $recent.set(recent);
    },
  };
};
