// The account's rooms in the order of the sidebar. The order is made anew only when a name or a room comes or goes, so that a busy house
// does not sort a thousand rooms for every message.
import { atom, type ReadableAtom } from 'nanostores';
import type { RoomSummary, RoomView } from '../../protocol/rooms.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { locale } from '../i18n/i18n.ts';

export type RoomList = {
  readonly $summaries: ReadableAtom<readonly RoomSummary[] | null>;
  get(roomId: RoomId): RoomSummary | undefined;
  put(summary: RoomSummary): void;
  remove(roomId: RoomId): void;
  reset(viewerId: string, summaries: readonly RoomSummary[]): void;
  /** A view that was just fetched knows its room at least as well. */
  replaceFrom(view: RoomView): void;
  viewerId(): string;
  clear(): void;
};

export const createRoomList = (): RoomList => {
  const $summaries = atom<readonly RoomSummary[] | null>(null);
  const byId = new Map<RoomId, RoomSummary>();
  let viewerId = '';
  const collator = new Intl.Collator(locale, { numeric: true, sensitivity: 'base' });
  const byName = (a: RoomSummary, b: RoomSummary) => collator.compare(a.room.name, b.room.name) || (a.room.id < b.room.id ? -1 : 1);

  const draw = (): void => $summaries.set([...byId.values()].toSorted(byName));

  return {
    $summaries,
    get: (roomId) => byId.get(roomId),
    put(summary) {
      const { id } = summary.room;
      const known = byId.get(id);
      if (known === summary) return;
      byId.set(id, summary);
      if (!known || known.room.name !== summary.room.name) draw();
      else $summaries.set(($summaries.get() ?? []).map((other) => (other.room.id === id ? summary : other)));
    },
    remove(roomId) {
      if (byId.delete(roomId)) $summaries.set(($summaries.get() ?? []).filter(({ room }) => room.id !== roomId));
    },
    reset(id, summaries) {
      viewerId = id;
      byId.clear();
      for (const summary of summaries) byId.set(summary.room.id, summary);
      draw();
    },
    replaceFrom({ room, seq, sinceSeq, readSeq, unread, call, lobby, members }) {
      const known = byId.get(room.id);
      if (known && known.seq > seq) return;
      const own = members.find(({ account }) => account.id === viewerId) ?? known;
      if (own) this.put({ room, seq, role: own.role, rights: own.rights, sinceSeq, readSeq, unread, call, lobby });
    },
    viewerId: () => viewerId,
    clear() {
      byId.clear();
      $summaries.set(null);
    },
  };
};
