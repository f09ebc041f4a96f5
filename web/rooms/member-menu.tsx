// What may be done to a member, as entries of a menu: the same beside their name in the list and on their picture in a call.
import Ban from 'lucide-react/icons/ban';
import KeyRound from 'lucide-react/icons/key-round';
import ScreenShare from 'lucide-react/icons/screen-share';
import Mic from 'lucide-react/icons/mic';
import ShieldMinus from 'lucide-react/icons/shield-minus';
import ShieldPlus from 'lucide-react/icons/shield-plus';
import UserRoundMinus from 'lucide-react/icons/user-round-minus';
import type { Member } from '../../protocol/rooms.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { t } from '../i18n/people.ts';
import type { MenuItem } from '../ui/Menu.tsx';
import { attempt } from '../ui/attempt.ts';
import { askAbout } from './asked.ts';
import { actionsFor, type Own } from './member-actions.ts';
import { setRights, setRole } from './rooms.ts';

export type { Own } from './member-actions.ts';

/** Empty where there is nothing that one may do to them. */
export const memberMenu = (roomId: RoomId, own: Own, member: Member): MenuItem[] => {
  const { account, rights } = member;
  const values = { name: account.name };
  return actionsFor(own, member).flatMap((action): MenuItem[] => {
    switch (action) {
      case 'make-moderator':
        return [
          {
            label: t('people.make-moderator'),
            icon: <ShieldPlus aria-hidden />,
            onSelect: () => void attempt(setRole(roomId, account.id, 'moderator'), t('people.make-moderator.done', values)),
          },
        ];
      case 'make-member':
        return [
          {
            label: t('people.make-member'),
            icon: <ShieldMinus aria-hidden />,
            onSelect: () => void attempt(setRole(roomId, account.id, 'member'), t('people.make-member.done', values)),
          },
        ];
      case 'hand-over':
        return [
          {
            label: t('people.hand-over'),
            icon: <KeyRound aria-hidden />,
            onSelect: () => askAbout({ kind: 'hand-over', roomId, account }),
          },
        ];
      case 'set-rights':
        return [
          { kind: 'line' },
          { kind: 'heading', label: t('people.inCalls') },
          {
            kind: 'toggle',
            label: t('people.maySpeak'),
            icon: <Mic aria-hidden />,
            isOn: rights.maySpeak,
            onSelect: () => void attempt(setRights(roomId, account.id, { ...rights, maySpeak: !rights.maySpeak })),
          },
          {
            kind: 'toggle',
            label: t('people.mayShare'),
            icon: <ScreenShare aria-hidden />,
            isOn: rights.mayShare,
            onSelect: () => void attempt(setRights(roomId, account.id, { ...rights, mayShare: !rights.mayShare })),
          },
        ];
      case 'remove':
        return [
          { kind: 'line' },
          {
            label: t('people.remove'),
            icon: <UserRoundMinus aria-hidden />,
            isDanger: true,
            onSelect: () => askAbout({ kind: 'remove', roomId, account }),
          },
        ];
      case 'ban':
        return [
          {
            label: t('people.ban'),
            icon: <Ban aria-hidden />,
            isDanger: true,
            onSelect: () => askAbout({ kind: 'ban', roomId, account }),
          },
        ];
      default:
        return action satisfies never;
    }
  });
};
