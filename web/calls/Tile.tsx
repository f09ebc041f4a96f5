// One tile: a picture or a monogram, a name, whether the microphone is off, and the lamp while its person speaks.
import { useMemo, useRef, type CSSProperties, type ReactNode } from 'react';
import { useStore } from '@nanostores/react';
import MicOff from 'lucide-react/icons/mic-off';
import ScreenShare from 'lucide-react/icons/screen-share';
import { computed } from 'nanostores';
import type { Participant } from '../../protocol/calls.ts';
import type { Account } from '../../protocol/accounts.ts';
import type { ParticipantId } from '../../protocol/wire.ts';
import { ownAccount } from '../accounts/accounts.ts';
import { camera, microphone } from '../devices/devices.ts';
import { t } from '../i18n/i18n.ts';
import { nameOf } from '../i18n/names.ts';
import { Avatar, hueOf } from '../ui/Avatar.tsx';
import { cx } from '../ui/cx.ts';
import type { MenuItem } from '../ui/Menu.tsx';
import { ParticipantMenu } from './CallPeople.tsx';
import type { LiveCall } from './calls.ts';
import type { Face } from './faces.ts';
import { Invitation } from './Invitation.tsx';
import { liveTrack, type Item } from './items.ts';
import type { Box } from './tiles.ts';
import { useDevice } from './use-device.ts';
import { useGlide } from './use-glide.ts';
import { useShown } from './use-shown.ts';
import { Video } from './Video.tsx';

type Where = { box: Box; isFloating: boolean; cause: string };
type Placing = Where & { call: LiveCall };
type MenuOf = (participant: Participant) => MenuItem[];

type Props = Placing & { item: Item; link: string; onInvite: (() => void) | null; menuOf: MenuOf };

export const Tile = ({ item, link, onInvite, menuOf, ...placing }: Props) => {
  switch (item.kind) {
    case 'invitation':
      return <Invitation box={placing.box} link={link} onInvite={onInvite} />;
    case 'own':
      return <OwnTile {...placing} />;
    case 'person':
      return <PersonTile {...placing} face={item.face} items={menuOf(item.face.participant)} />;
    case 'screen':
      return <ScreenTile {...placing} face={item.face} trackId={item.trackId} items={menuOf(item.face.participant)} />;
    default:
      return item satisfies never;
  }
};

const useIsSpeaking = (call: LiveCall, participantId: ParticipantId | null): boolean => {
  // A store of its own, so that a tile is drawn anew only when its own person begins or ends to speak.
  const $isSpeaking = useMemo(
    () => computed(call.speaking.$speaking, (speaking) => participantId !== null && speaking.has(participantId)),
    [call, participantId],
  );
  return useStore($isSpeaking);
};

const OwnTile = ({ call, ...where }: Placing) => {
  const own = ownAccount();
  const participantId = useStore(call.$ownId);
  const isSpeaking = useIsSpeaking(call, participantId);
  const { track } = useDevice(camera);
  const { isOn } = useDevice(microphone);
  return (
    <Frame
      {...where}
      label={t('calls.you')}
      account={own}
      participantId={participantId}
      isFace
      isSpeaking={isSpeaking && isOn}
      isMuted={!isOn}
    >
      {track !== null && <Video track={track} fit="cover" isMirrored />}
    </Frame>
  );
};

const PersonTile = ({ call, face, items, ...where }: Placing & { face: Face; items: MenuItem[] }) => {
  const { participant, isAway } = face;
  const { id, account, tracks } = participant;
  const isSpeaking = useIsSpeaking(call, id);
  const trackId = liveTrack(tracks, 'camera');
  const picture = useStore(call.$tracks).get(trackId ?? ('' as never));
  useShown(call, trackId, where.box);
  return (
    <Frame
      {...where}
      label={nameOf(account)}
      account={account}
      participantId={id}
      isFace
      isSpeaking={isSpeaking && !isAway}
      isMuted={liveTrack(tracks, 'microphone') === null}
      note={isAway ? t('calls.away') : undefined}
      items={items}
    >
      {picture !== undefined && <Video track={picture} fit="cover" />}
    </Frame>
  );
};

type ScreenProps = Placing & { face: Face; trackId: Parameters<typeof useShown>[1] & string; items: MenuItem[] };

const ScreenTile = ({ call, face, trackId, items, ...where }: ScreenProps) => {
  const { id, account } = face.participant;
  const picture = useStore(call.$tracks).get(trackId);
  useShown(call, trackId, where.box);
  return (
    <Frame {...where} label={t('calls.screenOf', { name: nameOf(account) })} account={account} participantId={id} isScreen items={items}>
      {picture === undefined ? <Waiting /> : <Video track={picture} fit="contain" />}
    </Frame>
  );
};

const Waiting = () => (
  <div aria-hidden className="absolute inset-0 flex items-center justify-center text-soft">
    <span className="spinner after-a-while size-6" />
  </div>
);

type FrameProps = Where & {
  label: string;
  /** Whose it is. */
  account: Account | null;
  participantId: ParticipantId | null;
  /** Their picture stands there while nothing moves. */
  isFace?: boolean;
  isSpeaking?: boolean;
  isMuted?: boolean;
  isScreen?: boolean;
  note?: string | undefined;
  /** What may be done to whose it is. */
  items?: MenuItem[];
  children: ReactNode;
};

const Frame = ({
  box,
  cause,
  isFloating,
  label,
  account,
  participantId,
  isFace = false,
  isSpeaking = false,
  isMuted = false,
  isScreen = false,
  note,
  items = [],
  children,
}: FrameProps) => {
  const frame = useRef<HTMLDivElement>(null);
  useGlide(frame, box, cause);
  const size = Math.round(Math.min(120, Math.max(32, Math.min(box.width, box.height) * 0.38)));
  return (
    <div
      ref={frame}
      role="group"
      aria-label={label}
      className={cx('call-tile', isFloating && 'z-1 shadow-float')}
      style={{ left: box.x, top: box.y, width: box.width, height: box.height, '--hue': hueOf(account?.id ?? '') } as CSSProperties}
      data-participant-id={participantId ?? undefined}
      data-account-id={account?.id}
      data-speaking={isSpeaking}
      data-muted={isMuted}
      data-screen={isScreen || undefined}
    >
      <div className="absolute inset-0 flex items-center justify-center">{isFace && account && <Avatar {...account} size={size} />}</div>
      {children}
      {note !== undefined && (
        <p className="absolute inset-0 flex items-center justify-center bg-[oklch(12%_0.01_270/60%)] px-2 text-center text-sm text-[oklch(96%_0.004_85)]">
          {note}
        </p>
      )}
      <div className="call-name flex items-center gap-1.5 px-2 py-0.5 text-sm">
        {isScreen && <ScreenShare aria-hidden className="size-3.5 shrink-0" />}
        {isMuted && <MicOff aria-label={t('calls.muted')} role="img" className="size-3.5 shrink-0" />}
        <span className="truncate">{label}</span>
        {account?.kind === 'guest' && <span className="shrink-0 opacity-75">{t('ui.guest')}</span>}
      </div>
      <div aria-hidden className="call-lamp" />
      {items.length > 0 && box.width >= 120 && (
        <ParticipantMenu name={account ? nameOf(account) : label} items={items} className="call-tile-menu size-9" />
      )}
    </div>
  );
};
