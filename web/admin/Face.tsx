// Somebody as Admin shows them: their picture, also when their account is gone.
import type { Account } from '../../protocol/accounts.ts';
import { Avatar } from '../ui/Avatar.tsx';

export const Face = ({ account, size }: { account: Account; size: number }) => <Avatar {...account} size={size} />;
