// Where the account stands before a room that it is not in, by the room's address: it waits to be let in, its wait is over, or it was put
// out. Waits are told by `hello` and by events, so they survive a reload, and every window of the account says the same; how something
// ended is known to the windows that saw it end.
import { atom, type ReadableAtom } from 'nanostores';
import type { AccountEvent } from '../../protocol/protocol.ts';
import type { RoomSummary, WaitingFor } from '../../protocol/rooms.ts';
import type { RoomId } from '../../protocol/wire.ts';
import type { Connection } from '../connection/connection.ts';
import { createListeners } from '../connection/listeners.ts';
import type { ExitReason } from './room-store.ts';

export type Outcome = Extract<AccountEvent, { event: 'rooms.waited' }>['body']['outcome'];

export type Doorstep =
  | { kind: 'waiting'; waiting: WaitingFor }
  /** `over`: it ended while this window was not connected. */
  | { kind: 'waited'; name: string; outcome: Exclude<Outcome, 'admitted'> | 'over' }
  | { kind: 'gone'; name: string; reason: Exclude<ExitReason, 'left'> };

export type Waited = { waiting: WaitingFor; outcome: Outcome | 'over' };

export type Doorsteps = {
  /** By the room's slug. */
  readonly $doorsteps: ReadableAtom<Readonly<Record<string, Doorstep>>>;
  /** After asking to come in: does not wait for the event that says the same. */
  wait(waiting: WaitingFor): void;
  onWaited(listener: (waited: Waited) => void): () => void;
  clear(): void;
};

type Needs = {
  connection: Pick<Connection, 'onHello' | 'onAccountEvent'>;
  onExited(listener: (summary: RoomSummary, reason: ExitReason) => void): () => void;
};

export const createDoorsteps = ({ connection, onExited }: Needs): Doorsteps => {
  const $doorsteps = atom<Readonly<Record<string, Doorstep>>>({});
  const ends = createListeners<[Waited]>();

  const put = (slug: string, doorstep: Doorstep | null): void => {
    const { [slug]: before, ...rest } = $doorsteps.get();
    if (doorstep !== null) $doorsteps.set({ ...rest, [slug]: doorstep });
    else if (before) $doorsteps.set(rest);
  };
  const waits = (): WaitingFor[] => Object.values($doorsteps.get()).flatMap((step) => (step.kind === 'waiting' ? [step.waiting] : []));
  const waitFor = (roomId: RoomId): WaitingFor | undefined => waits().find((waiting) => waiting.roomId === roomId);
  const wait = (waiting: WaitingFor): void => put(waiting.slug, { kind: 'waiting', waiting });
  const end = (waiting: WaitingFor, outcome: Outcome | 'over'): void => {
    put(waiting.slug, outcome === 'admitted' ? null : { kind: 'waited', name: waiting.name, outcome });
    ends.tell({ waiting, outcome });
  };

  connection.onHello(({ waitingFor, rooms }) => {
    for (const before of waits()) {
      if (waitingFor.some(({ roomId }) => roomId === before.roomId)) continue;
      end(before, rooms.some(({ room }) => room.id === before.roomId) ? 'admitted' : 'over');
    }
    for (const { room } of rooms) put(room.slug, null);
    for (const waiting of waitingFor) wait(waiting);
  });

  connection.onAccountEvent((event) => {
    switch (event.event) {
      case 'rooms.waiting':
        return wait(event.body.waiting);
      case 'rooms.waited': {
        const { roomId, outcome } = event.body;
        const waiting = waitFor(roomId);
        // Admitted, the wait ends with being in: until then there is nothing else to show at this address.
        if (waiting && outcome !== 'admitted') end(waiting, outcome);
        return;
      }
      case 'rooms.entered': {
        const { room } = event.body.summary;
        const waiting = waitFor(room.id);
        if (waiting) end(waiting, 'admitted');
        else put(room.slug, null);
        return;
      }
      default:
        // Nothing else that an account is told has to do with doors.
        return;
    }
  });

  onExited(({ room }, reason) => {
    if (reason !== 'left') put(room.slug, { kind: 'gone', name: room.name, reason });
  });

  return {
    $doorsteps,
    wait,
    onWaited: ends.add,
    clear: () => $doorsteps.set({}),
  };
};
