// What is asked about a room in a dialog, from wherever on the page: one at a time. `RoomDialogs.tsx` draws it.
import { atom } from 'nanostores';
import type { Account } from '../../protocol/accounts.ts';
import type { RoomId } from '../../protocol/wire.ts';

export type Asked = { kind: 'invite'; roomId: RoomId } | { kind: 'remove' | 'ban' | 'hand-over'; roomId: RoomId; account: Account };

export const $asked = atom<Asked | null>(null);
export const askAbout = (asked: Asked): void => $asked.set(asked);
export const closeAsked = (): void => $asked.set(null);
