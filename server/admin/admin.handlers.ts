// Admin on the wire.
import type { adminRequests } from '../../protocol/admin.ts';
import type { Handlers } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import type { Admin } from './admin.ts';

export const adminHandlers = ({
  people,
  settings,
  state,
  trail,
  rooms,
  deleteRoom,
  invitations,
}: Admin): Handlers<typeof adminRequests, Caller> => ({
  'admin.people': (_caller, { text, show, after }) => people.list({ text, show, after }),
  'admin.set-role': async (caller, { accountId, role }) => {
    await people.setRole(caller, accountId, role);
    return {};
  },
  'admin.suspend': async (caller, { accountId, isSuspended }) => {
    await people.suspend(caller, accountId, isSuspended);
    return {};
  },
  'admin.sign-ins': async (caller, { accountId }) => ({ signIns: await people.signInsOf(caller, accountId) }),
  'admin.end-sign-ins': async (caller, { accountId, id }) => {
    await people.endSignIns(caller, accountId, id);
    return {};
  },
  'admin.recovery-requests': async () => ({ requests: await people.recoveryRequests() }),
  'admin.make-link': (caller, { accountId }) => people.makeLink(caller, accountId),
  'admin.dismiss-request': async (_caller, { accountId }) => {
    await people.dismissRequest(accountId);
    return {};
  },
  'admin.rooms': (_caller, { text, after }) => rooms(text, after),
  'admin.delete-room': async (caller, { roomId }) => {
    await deleteRoom(caller, roomId);
    return {};
  },
  'admin.invitations': async (caller) => ({ invitations: await invitations(caller) }),
  'admin.settings': async () => ({ settings: await settings.read() }),
  'admin.change-settings': async (caller, { settings: wanted }) => {
    await settings.change(caller, wanted);
    return {};
  },
  'admin.state': async () => ({ state: await state() }),
  'admin.audit': (_caller, { before }) => trail(before),
});
