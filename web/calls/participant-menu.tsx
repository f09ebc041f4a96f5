// What one may do to somebody in the call, as entries of a menu: turning off what they send, asking them to turn it on, and what may be done to
// a member at all. Nobody turns anything on for somebody else.
import Megaphone from 'lucide-react/icons/megaphone';
import MicOff from 'lucide-react/icons/mic-off';
import ScreenShareOff from 'lucide-react/icons/screen-share-off';
import Video from 'lucide-react/icons/video';
import VideoOff from 'lucide-react/icons/video-off';
import { mayDoTo, mayInRoom } from '../../protocol/permissions.ts';
import type { Participant, TrackSource } from '../../protocol/calls.ts';
import type { Member } from '../../protocol/rooms.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import { nameOf } from '../i18n/names.ts';
import { t } from '../i18n/people.ts';
import { memberMenu, type Own } from '../rooms/member-menu.tsx';
import { withLines, type MenuItem } from '../ui/Menu.tsx';
import { attempt } from '../ui/attempt.ts';
import { askOn, muteAll, turnOffTrack } from './calls.ts';
import { liveTrack } from './items.ts';

const OFF = [
  ['microphone', 'calls.turnOff.microphone', <MicOff key="m" aria-hidden />],
  ['camera', 'calls.turnOff.camera', <VideoOff key="c" aria-hidden />],
  ['screen', 'calls.turnOff.screen', <ScreenShareOff key="s" aria-hidden />],
] as const satisfies [TrackSource, string, unknown][];

const ASK = [
  ['microphone', 'calls.askOn.microphone', <Megaphone key="m" aria-hidden />],
  ['camera', 'calls.askOn.camera', <Video key="c" aria-hidden />],
] as const;

/** `member` is undefined while the room is not known whole, or for somebody who just left it. */
export const participantMenu = (roomId: RoomId, own: Own, participant: Participant, member: Member | undefined): MenuItem[] => {
  if (member === undefined || member.account.id === own.id) return [];
  const { id: participantId, tracks, account } = participant;
  const may = (action: 'calls.turn-off' | 'calls.ask-on') => mayInRoom(action, own.role) && mayDoTo(action, own.role, member.role);
  const off = may('calls.turn-off')
    ? OFF.flatMap(([source, label, icon]): MenuItem[] => {
        const trackId = liveTrack(tracks, source);
        if (trackId === null) return [];
        return [{ label: t(label), icon, onSelect: () => void attempt(turnOffTrack(roomId, participantId, trackId)) }];
      })
    : [];
  const ask =
    may('calls.ask-on') && member.rights.maySpeak
      ? ASK.flatMap(([source, label, icon]): MenuItem[] => {
          if (liveTrack(tracks, source) !== null) return [];
          return [
            {
              label: t(label),
              icon,
              onSelect: () => void attempt(askOn(roomId, participantId, source), t('calls.asked', { name: nameOf(account) })),
            },
          ];
        })
      : [];
  return withLines([...off, ...ask], ...memberMenu(roomId, own, member));
};

/** Everybody's whose role is lower. */
export const muteEverybody = (roomId: RoomId) => attempt(muteAll(roomId), t('calls.muteAll.done'));

export const memberOf = (members: readonly Member[] | undefined, accountId: AccountId): Member | undefined =>
  members?.find(({ account }) => account.id === accountId);
