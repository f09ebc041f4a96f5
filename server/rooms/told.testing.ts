// What was told, in short: `rooms.renamed 3` for an event of a room, `Bob: rooms.exited removed` for one of an account.
import type { Person, Published } from '../wings.testing.ts';

export const inShort = (told: readonly Published[], people: readonly Person[]): string[] =>
  told.map((line) => {
    if (line.to === 'room') {
      return line.message.kind === 'event' ? `${line.message.placed.event} ${line.message.placed.seq}` : line.message.kind;
    }
    const name = people.find(({ id }) => id === line.accountId)?.name ?? '?';
    if (line.message.kind !== 'event') return `${name}: ${line.message.kind}`;
    const { event } = line.message;
    return event.event === 'rooms.exited' ? `${name}: ${event.event} ${event.body.reason}` : `${name}: ${event.event}`;
  });
