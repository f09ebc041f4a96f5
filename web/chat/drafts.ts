// What a person began to write in each room: kept in this browser, so that switching rooms and reloading lose nothing. Tabs share it, but a tab
// reads it only when it opens the room: what is being written in one is never changed by another; the last one that wrote is kept.
import { atom, type ReadableAtom } from 'nanostores';
import type { AccountId, RoomId } from '../../protocol/wire.ts';

export type Drafts = {
  /** The same atom for the same room, always. */
  draft(roomId: RoomId): ReadableAtom<string>;
  write(roomId: RoomId, text: string): void;
};

export const createDrafts = (storage: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>, accountId: AccountId): Drafts => {
  const nameOf = (roomId: RoomId): string => `parlor.draft.${accountId}.${roomId}`;
  const read = (roomId: RoomId): string => {
    try {
      return storage.getItem(nameOf(roomId)) ?? '';
    } catch {
      return ''; // Storage is forbidden: drafts last as long as the page.
    }
  };
  const drafts = new Map<RoomId, ReturnType<typeof atom<string>>>();
  const draft = (roomId: RoomId): ReturnType<typeof atom<string>> => {
    const known = drafts.get(roomId);
    if (known) return known;
    const $draft = atom(read(roomId));
    drafts.set(roomId, $draft);
    return $draft;
  };

  return {
    draft,
    write: (roomId, text) => {
      const before = draft(roomId).get();
      draft(roomId).set(text);
      try {
        if (text !== '') storage.setItem(nameOf(roomId), text);
        // Another tab may have begun something else in this room: that is not this tab's to take away.
        else if (read(roomId) === before) storage.removeItem(nameOf(roomId));
      } catch {
        // Storage is full or forbidden: the draft lasts as long as the page.
      }
    },
  };
};
