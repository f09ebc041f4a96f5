// Somebody as Admin shows them: their picture, and what they are called, also when their account is gone.
import type { Account } from '../../protocol/accounts.ts';
import { t } from '../i18n/admin.ts';
import { Avatar } from '../ui/Avatar.tsx';

export const nameOf = ({ kind, name }: Account): string => (kind === 'deleted' ? t('admin.deletedAccount') : name);

export const Face = ({ account, size }: { account: Account; size: number }) => (
  <Avatar id={account.id} name={nameOf(account)} size={size} />
);
