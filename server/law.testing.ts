// The law, as it is held to (R4): what members saw before, with what the bus told them folded in, is what they would fetch now. `watch` looks
// at what some people see of their rooms and can say, later, what they should see by what they were told, and what they do see.
import { apply, applyLobby, applyRead, applySignal, applyToSummary } from '../protocol/apply.ts';
import type { Placed } from '../protocol/protocol.ts';
import type { RoomSummary, RoomView } from '../protocol/rooms.ts';
import type { RoomId } from '../protocol/wire.ts';
import type { Person, Published, Wings } from './wings.testing.ts';

/** `view` is null for a room that was entered on the way: its page has a summary, and fetches the view when it is opened. */
type Seen = { summary: RoomSummary; view: RoomView | null };
type Rooms = Map<RoomId, Seen>;

const lookOf = async (wings: Wings, person: Person): Promise<Rooms> => {
  const summaries = await wings.rooms.summaries(person.id);
  const seen: [RoomId, Seen][] = [];
  for (const summary of summaries) {
    const { view } = await person.ask('rooms.view', { roomId: summary.room.id });
    seen.push([summary.room.id, { summary, view }]);
  }
  return new Map(seen);
};

/** One person's page: folds in what is told to the account and to the rooms that it follows, in the order of each stream. */
const createPage = (person: Person, rooms: Rooms) => {
  /** Told before their turn: a bus may overtake itself where commits run side by side. */
  const early = new Map<RoomId, Placed[]>();

  const place = (roomId: RoomId, placed: Placed): void => {
    const seen = rooms.get(roomId);
    if (!seen || placed.seq > seen.summary.seq + 1) return void early.set(roomId, [...(early.get(roomId) ?? []), placed]);
    const summary = applyToSummary(seen.summary, placed, person.id);
    rooms.set(roomId, { summary, view: seen.view && apply(seen.view, placed) });
    const waiting = early.get(roomId) ?? [];
    early.delete(roomId);
    for (const next of waiting) place(roomId, next);
  };

  const tell = (line: Published): void => {
    if (line.to === 'room') {
      const { roomId, message } = line;
      const seen = rooms.get(roomId);
      if (message.kind === 'event') place(roomId, message.placed);
      else if (message.kind === 'signal' && seen) {
        rooms.set(roomId, {
          summary: applySignal(seen.summary, message.signal),
          view: seen.view && applySignal(seen.view, message.signal),
        });
      }
    } else if (line.accountId === person.id && line.message.kind === 'event') {
      const { event } = line.message;
      switch (event.event) {
        case 'rooms.entered': {
          const { summary } = event.body;
          rooms.set(summary.room.id, { summary, view: null });
          const waiting = early.get(summary.room.id) ?? [];
          early.delete(summary.room.id);
          for (const next of waiting) place(summary.room.id, next);
          return;
        }
        case 'rooms.exited':
          rooms.delete(event.body.roomId);
          return;
        case 'chat.read': {
          const seen = rooms.get(event.body.roomId);
          if (seen) {
            rooms.set(event.body.roomId, { summary: applyRead(seen.summary, event), view: seen.view && applyRead(seen.view, event) });
          }
          return;
        }
        case 'rooms.lobby-changed': {
          const seen = rooms.get(event.body.roomId);
          if (seen) {
            rooms.set(event.body.roomId, { summary: applyLobby(seen.summary, event), view: seen.view && applyLobby(seen.view, event) });
          }
          return;
        }
        case 'accounts.own-changed':
        case 'rooms.waiting':
        case 'rooms.waited':
        case 'calls.turned-off':
        case 'calls.asked-on':
          // No part of a view.
          return;
        default:
          event satisfies never;
      }
    }
  };

  return { rooms, tell };
};

export const watch = async (wings: Wings, people: readonly Person[]) => {
  const pages = new Map<Person, ReturnType<typeof createPage>>();
  for (const person of people) pages.set(person, createPage(person, await lookOf(wings, person)));
  return {
    tell(lines: readonly Published[]): void {
      for (const line of lines) for (const page of pages.values()) page.tell(line);
    },
    /** By name, what everybody should see by what they were told, and what they do see; a view that nobody held is in neither. */
    async compare(): Promise<{ told: unknown; fetched: unknown }> {
      const told: Record<string, unknown> = {};
      const fetched: Record<string, unknown> = {};
      for (const [person, { rooms }] of pages) {
        const fresh = await lookOf(wings, person);
        const sorted = (seen: Rooms) =>
          Object.fromEntries(
            [...seen]
              .map(([roomId, { summary, view }]) => [roomId, { summary, view: rooms.get(roomId)?.view ? view : null }] as const)
              .toSorted(([a], [b]) => (a < b ? -1 : 1)),
          );
        told[person.name] = sorted(rooms);
        fetched[person.name] = sorted(fresh);
      }
      return { told, fetched };
    },
  };
};
