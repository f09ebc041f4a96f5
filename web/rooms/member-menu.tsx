// What may be done to a member, as entries of a menu: the same beside their name in the list and on their picture in a call.
import Ban from 'lucide-react/icons/ban';
import KeyRound from 'lucide-react/icons/key-round';
import ScreenShare from 'lucide-react/icons/screen-share';
import Mic from 'lucide-react/icons/mic';
import ShieldMinus from 'lucide-react/icons/shield-minus';
import ShieldPlus from 'lucide-react/icons/shield-plus';
import UserRoundMinus from 'lucide-react/icons/user-round-minus';
import type { Member, Rights } from '../../protocol/rooms.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { nameOf } from '../i18n/names.ts';
import { t } from '../i18n/people.ts';
import type { MenuItem } from '../ui/Menu.tsx';
import { attempt } from '../ui/attempt.ts';
import { askAbout } from './asked.ts';
import { actionsFor, type MemberAction, type Own } from './member-actions.ts';
import { setRights, setRole } from './rooms.ts';

export type { Own } from './member-actions.ts';

type Needs = { roomId: RoomId; member: Member };

const entriesFor = (action: MemberAction, { roomId, member: { account, rights } }: Needs): MenuItem[] => {
  const values = { name: nameOf(account) };
  const about = (kind: 'remove' | 'ban' | 'hand-over') => () => askAbout({ kind, roomId, account });
  switch (action) {
    case 'make-moderator': {
      const make = () => void attempt(setRole(roomId, account.id, 'moderator'), t('people.make-moderator.done', values));
      return [{ label: t('people.make-moderator'), icon: <ShieldPlus aria-hidden />, onSelect: make }];
    }
    case 'make-member': {
      const make = () => void attempt(setRole(roomId, account.id, 'member'), t('people.make-member.done', values));
      return [{ label: t('people.make-member'), icon: <ShieldMinus aria-hidden />, onSelect: make }];
    }
    case 'hand-over':
      return [{ label: t('people.hand-over'), icon: <KeyRound aria-hidden />, onSelect: about('hand-over') }];
    case 'set-rights': {
      const change = (part: Partial<Rights>) => () => void attempt(setRights(roomId, account.id, { ...rights, ...part }));
      return [
        { kind: 'heading', label: t('people.inCalls') },
        {
          kind: 'toggle',
          label: t('people.maySpeak'),
          icon: <Mic aria-hidden />,
          isOn: rights.maySpeak,
          onSelect: change({ maySpeak: !rights.maySpeak }),
        },
        {
          kind: 'toggle',
          label: t('people.mayShare'),
          icon: <ScreenShare aria-hidden />,
          isOn: rights.mayShare,
          onSelect: change({ mayShare: !rights.mayShare }),
        },
      ];
    }
    case 'remove':
      return [{ label: t('people.remove'), icon: <UserRoundMinus aria-hidden />, isDanger: true, onSelect: about('remove') }];
    case 'ban':
      return [{ label: t('people.ban'), icon: <Ban aria-hidden />, isDanger: true, onSelect: about('ban') }];
    default:
      return action satisfies never;
  }
};

const GROUPS = [['make-moderator', 'make-member', 'hand-over'], ['set-rights'], ['remove', 'ban']] as const satisfies MemberAction[][];

/** In groups, to be put together with others; all empty where there is nothing that one may do to them. */
export const memberMenu = (roomId: RoomId, own: Own, member: Member): MenuItem[][] => {
  const actions = actionsFor(own, member);
  return GROUPS.map((group) =>
    actions
      .filter((action) => (group as readonly MemberAction[]).includes(action))
      .flatMap((action) => entriesFor(action, { roomId, member })),
  );
};
