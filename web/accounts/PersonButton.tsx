// Somebody's name or picture, which opens their card. `isQuiet`: the same person's name stands beside it as a button already, so that the keyboard and
// screen readers need not come by twice. Whoever is gone has no card.
import type { ReactNode } from 'react';
import type { Account } from '../../protocol/accounts.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { cx } from '../ui/cx.ts';
import { showPerson } from './person-card.ts';

type Props = { roomId: RoomId; account: Account; isQuiet?: boolean; className?: string; children: ReactNode };

export const PersonButton = ({ roomId, account, isQuiet = false, className, children }: Props) =>
  account.kind === 'deleted' ? (
    <span className={className}>{children}</span>
  ) : (
    <button
      type="button"
      aria-haspopup="dialog"
      {...(isQuiet && { tabIndex: -1, 'aria-hidden': true })}
      onClick={({ currentTarget: anchor }) => showPerson({ roomId, account, anchor })}
      className={cx('rounded-control text-left', className)}
    >
      {children}
    </button>
  );
