// Admin on the wire.
import type { adminRequests } from '../../protocol/admin.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { Handlers } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';

const notYet = async (): Promise<never> => {
  throw new Refusal('unavailable', 'not built yet');
};

export const adminHandlers = (): Handlers<typeof adminRequests, Caller> => ({
  'admin.people': notYet,
  'admin.set-role': notYet,
  'admin.suspend': notYet,
  'admin.sign-ins': notYet,
  'admin.end-sign-ins': notYet,
  'admin.recovery-requests': notYet,
  'admin.make-link': notYet,
  'admin.dismiss-request': notYet,
  'admin.rooms': notYet,
  'admin.delete-room': notYet,
  'admin.invitations': notYet,
  'admin.settings': notYet,
  'admin.change-settings': notYet,
  'admin.state': notYet,
  'admin.audit': notYet,
});
