// Rooms on the wire.
import type { roomRequests } from '../../protocol/rooms.ts';
import type { Handlers } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import type { Rooms } from './rooms.ts';

const personOf = ({ accountId, name }: Caller) => ({ id: accountId, name });

export const roomHandlers = (rooms: Rooms): Handlers<typeof roomRequests, Caller> => ({
  'rooms.create': async (caller, { name, visibility }) => ({ summary: await rooms.create(personOf(caller), name, visibility) }),
  'rooms.directory': ({ accountId }, { after }) => rooms.directory(accountId, after),
  'rooms.find': async ({ accountId }, { slug }) => ({ card: await rooms.find(accountId, slug) }),
  'rooms.view': async ({ accountId }, { roomId }) => ({ view: await rooms.view(accountId, roomId) }),
  'rooms.join': async (caller, { roomId }) => ({ summary: await rooms.join(personOf(caller), roomId) }),
  'rooms.leave': async ({ accountId }, { roomId }) => {
    await rooms.leave(accountId, roomId);
    return {};
  },
  'rooms.add-member': async (caller, { roomId, accountId }) => {
    await rooms.addMember(caller.accountId, roomId, accountId);
    return {};
  },
  'rooms.rename': async ({ accountId }, { roomId, name }) => {
    await rooms.rename(accountId, roomId, name);
    return {};
  },
  'rooms.delete': async ({ accountId }, { roomId }) => {
    await rooms.remove(accountId, roomId);
    return {};
  },
});
