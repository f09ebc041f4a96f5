// Rooms on the wire.
import type { roomRequests } from '../../protocol/rooms.ts';
import type { Handlers } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import type { Rooms } from './rooms.ts';

export const roomHandlers = (rooms: Rooms): Handlers<typeof roomRequests, Caller> => ({
  'rooms.create': async (caller, { name, visibility }) => ({ summary: await rooms.create(caller, name, visibility) }),
  'rooms.directory': (caller, { after }) => rooms.directory(caller, after),
  'rooms.find': async (caller, { slug }) => ({ card: await rooms.find(caller, slug) }),
  'rooms.view': async (caller, { roomId }) => ({ view: await rooms.view(caller, roomId) }),
  'rooms.join': async (caller, { roomId }) => ({ summary: await rooms.join(caller, roomId) }),
  'rooms.leave': async (caller, { roomId }) => {
    await rooms.leave(caller, roomId);
    return {};
  },
  'rooms.add-member': async (caller, { roomId, accountId }) => {
    await rooms.addMember(caller, roomId, accountId);
    return {};
  },
  'rooms.rename': async (caller, { roomId, name }) => {
    await rooms.rename(caller, roomId, name);
    return {};
  },
  'rooms.delete': async (caller, { roomId }) => {
    await rooms.remove(caller, roomId);
    return {};
  },
  'rooms.set-role': async (caller, { roomId, accountId, role }) => {
    await rooms.setRole(caller, roomId, accountId, role);
    return {};
  },
  'rooms.set-rights': async (caller, { roomId, accountId, rights }) => {
    await rooms.setRights(caller, roomId, accountId, rights);
    return {};
  },
  'rooms.remove-member': async (caller, { roomId, accountId }) => {
    await rooms.removeMember(caller, roomId, accountId);
    return {};
  },
  'rooms.ban': async (caller, { roomId, accountId }) => {
    await rooms.ban(caller, roomId, accountId);
    return {};
  },
  'rooms.unban': async (caller, { roomId, accountId }) => {
    await rooms.unban(caller, roomId, accountId);
    return {};
  },
  'rooms.bans': async (caller, { roomId }) => ({ accounts: await rooms.bans(caller, roomId) }),
  'rooms.lock': async (caller, { roomId, isLocked }) => {
    await rooms.lock(caller, roomId, isLocked);
    return {};
  },
  'rooms.admit': async (caller, { roomId, accountIds }) => {
    await rooms.lobby.admit(caller, roomId, accountIds);
    return {};
  },
  'rooms.turn-away': async (caller, { roomId, accountIds }) => {
    await rooms.lobby.turnAway(caller, roomId, accountIds);
    return {};
  },
  'rooms.stop-waiting': async (caller, { roomId }) => {
    await rooms.lobby.stopWaiting(caller, roomId);
    return {};
  },
});
