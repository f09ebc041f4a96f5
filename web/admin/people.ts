// What is done to people, and what the list shows of it then. Rejects as `ask` does.
import type { Person } from '../../protocol/admin.ts';
import { connection } from '../connection/app-connection.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/admin.ts';
import { notify } from '../ui/toasts.ts';

/** Changes one of the list that is shown. */
export type Change = (id: string, update: (person: Person) => Person) => void;

export const setRole = async ({ account }: Person, role: 'owner' | 'admin' | 'member', ownId: string, change: Change): Promise<void> => {
  await connection.ask('admin.set-role', { accountId: account.id, role });
  change(account.id, (person) => ({ ...person, role }));
  if (role === 'owner') change(ownId, (person) => ({ ...person, role: 'admin' }));
};

export const suspend = async ({ account }: Person, change: Change): Promise<void> => {
  await connection.ask('admin.suspend', { accountId: account.id, isSuspended: true });
  change(account.id, (person) => ({ ...person, isSuspended: true, seenAt: null }));
  notify(t('admin.suspend.done', { name: account.name }));
};

/** Harmless: done at once, and said. */
export const restore = async ({ account }: Person, change: Change): Promise<void> => {
  try {
    await connection.ask('admin.suspend', { accountId: account.id, isSuspended: false });
    change(account.id, (person) => ({ ...person, isSuspended: false }));
    notify(t('admin.restore.done', { name: account.name }));
  } catch (error) {
    notify(explain(error), { kind: 'error' });
  }
};

export const endAllSignIns = async ({ account }: Person, change: Change): Promise<void> => {
  await connection.ask('admin.end-sign-ins', { accountId: account.id, id: null });
  change(account.id, (person) => ({ ...person, seenAt: null }));
  notify(t('admin.endSignIns.done', { name: account.name }));
};
