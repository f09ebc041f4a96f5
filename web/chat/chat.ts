// The front door of chat: what a person sent and drafted, for the account that is signed in, and opening a room's history.
// `startChat` is called once by the page, before the connection starts.
import { atom, type ReadableAtom } from 'nanostores';
import type { Account } from '../../protocol/accounts.ts';
import type { AccountId, MessageKey, RoomId } from '../../protocol/wire.ts';
import { $me } from '../accounts/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { browserClock } from '../connection/clock.ts';
import { onPlacedEvent, roomView } from '../rooms/rooms.ts';
import { createDrafts, type Drafts } from './drafts.ts';
import { createOutboxStorage, outboxPrefix, type TextStorage } from './outbox-storage.ts';
import { createOutbox, type Outbox } from './outbox.ts';
import { createReading, type Reading } from './reading.ts';
import { createBrowserTabs, type Tabs } from './tabs.ts';
import { createTimeline, type Timeline } from './timeline.ts';

/** What belongs to one account. */
export type Chat = { accountId: AccountId; outbox: Outbox; drafts: Drafts; close(): void };

const $current = atom<Chat | null>(null);
/** Null while nobody is signed in. */
export const $chat: ReadableAtom<Chat | null> = $current;

let isStarted = false;
export const startChat = (): void => {
  if (isStarted) return;
  isStarted = true;
  const tabs = createBrowserTabs();
  $me.subscribe((me) => {
    const accountId = me.kind === 'signed-in' ? me.account.id : null;
    const current = $current.get();
    // `loading` is not an answer: whoever was here is still here.
    if (me.kind === 'loading' || (current?.accountId ?? null) === accountId) return;
    current?.close();
    $current.set(accountId === null ? null : openChat(accountId, tabs));
  });
};

const openChat = (accountId: AccountId, tabs: Tabs): Chat => {
  const storage = browserStorage();
  const outbox = createOutbox({ accountId, connection, storage: createOutboxStorage(storage, accountId), tabs, clock: browserClock });
  const stop = new AbortController();
  const { signal } = stop;
  // A tab that is looked at again takes over what tabs that were closed meanwhile left behind.
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && void outbox.adopt(), { signal });
  window.addEventListener(
    'storage',
    ({ key, newValue }) => {
      const prefix = outboxPrefix(accountId);
      if (newValue === null && key?.startsWith(prefix)) outbox.forget(key.slice(prefix.length) as MessageKey);
    },
    { signal },
  );
  void outbox.adopt();
  return {
    accountId,
    outbox,
    drafts: createDrafts(storage, accountId),
    close: () => {
      stop.abort();
      outbox.close();
    },
  };
};

/** Where storage is forbidden, even naming it throws: then everything lasts as long as the page. */
const browserStorage = (): TextStorage => {
  try {
    return window.localStorage;
  } catch {
    return { length: 0, key: () => null, getItem: () => null, setItem: () => {}, removeItem: () => {} };
  }
};

/** A room's history while it is on the page, and what is told of how far it was read. */
export type OpenRoom = { timeline: Timeline; reading: Reading; close(): void };

export const openRoom = (roomId: RoomId): OpenRoom => {
  const $view = roomView(roomId);
  const onAccountChanged = (listener: (account: Account) => void) =>
    onPlacedEvent((where, placed) => {
      if (where === roomId && placed.event === 'rooms.account-changed') listener(placed.body.account);
    });
  const timeline = createTimeline({ roomId, $view, connection, onAccountChanged, clock: browserClock });
  const reading = createReading({ roomId, $view, connection, clock: browserClock });
  return {
    timeline,
    reading,
    close: () => {
      timeline.close();
      reading.close();
    },
  };
};
