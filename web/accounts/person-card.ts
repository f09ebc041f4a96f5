// Whose card is open, and what opened it. One at a time on the page; PersonCard.tsx draws it.
import { atom, type ReadableAtom } from 'nanostores';
import type { Account } from '../../protocol/accounts.ts';
import type { RoomId } from '../../protocol/wire.ts';

/** `account` as it was then: the room's view knows it better, as long as they are in the room. */
export type Shown = { roomId: RoomId; account: Account; anchor: HTMLElement };

const $open = atom<Shown | null>(null);
export const $personCard: ReadableAtom<Shown | null> = $open;

/** Where a press outside has just closed the card of the same person, the click that follows does not open it again. */
const AGAIN_AFTER_MS = 300;
let closed: { anchor: HTMLElement; at: number } | null = null;

export const showPerson = (shown: Shown): void => {
  if (closed?.anchor === shown.anchor && performance.now() - closed.at < AGAIN_AFTER_MS) return;
  $open.set(shown);
};

export const closePerson = (): void => {
  const open = $open.get();
  if (!open) return;
  closed = { anchor: open.anchor, at: performance.now() };
  $open.set(null);
};
