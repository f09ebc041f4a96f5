// Inviting people to a room: what most want is one click away, a link that is made and copied at once; what it allows is said in a sentence
// and can be changed before. Below, the links there are.
import { Suspense, useEffect, useRef, useState } from 'react';
import { useStore } from '@nanostores/react';
import Clock from 'lucide-react/icons/clock';
import LinkIcon from 'lucide-react/icons/link';
import LockKeyhole from 'lucide-react/icons/lock-keyhole';
import MessageSquare from 'lucide-react/icons/message-square';
import Mic from 'lucide-react/icons/mic';
import QrIcon from 'lucide-react/icons/qr-code';
import Share2 from 'lucide-react/icons/share-2';
import SlidersHorizontal from 'lucide-react/icons/sliders-horizontal';
import UserRound from 'lucide-react/icons/user-round';
import type { Invitation } from '../../protocol/invitations.ts';
import type { RoomSummary, Visibility } from '../../protocol/rooms.ts';
import { ownAccount } from '../accounts/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/people.ts';
import { Alert } from '../ui/Alert.tsx';
import { Button } from '../ui/Button.tsx';
import { copyText } from '../ui/clipboard.ts';
import { cx } from '../ui/cx.ts';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { lazily } from '../ui/lazily.ts';
import { tellDraft } from './invitation-words.ts';
import { InvitationList } from './InvitationList.tsx';
import { createInvitations, FIRST_DRAFT, linkOf, requestOf, type Draft } from './invitations.ts';
import { InviteEditor } from './InviteEditor.tsx';

const QrCode = lazily(() => import('../ui/QrCode.tsx'));

/** Not in Firefox on a desk, nor on insecure origins. */
const canShare = typeof navigator.share === 'function';

export const InviteDialog = ({ summary, onClose }: { summary: RoomSummary; onClose(): void }) => {
  const { room, role } = summary;
  const [invitations] = useState(() => createInvitations(room.id, connection.ask));
  const list = useStore(invitations.$list);
  const [draft, setDraft] = useState<Draft>(FIRST_DRAFT);
  const [isEditing, setEditing] = useState(false);
  const [made, setMade] = useState<Invitation | null>(null);
  const [isPending, setPending] = useState(false);
  const [isCopied, setCopied] = useState(false);
  const [error, setError] = useState('');
  const [isDateWrong, setDateWrong] = useState(false);
  useEffect(() => {
    void invitations.load();
  }, [invitations]);

  const change = (next: Draft) => {
    setDraft(next);
    setMade(null);
    setCopied(false);
    setDateWrong(false);
  };
  const make = async () => {
    const body = requestOf(draft, room, Date.now());
    if (body === 'wrong-date') return setDateWrong(true);
    setError('');
    setPending(true);
    try {
      const making = invitations.make(body, ownAccount()!.id, Date.now());
      setCopied(await copyText(making.then(toLink)));
      setMade(await making);
      setEditing(false);
    } catch (refusal) {
      setError(explain(refusal));
    } finally {
      setPending(false);
    }
  };
  const link = made ? toLink(made) : null;
  return (
    <Dialog title={t('invite.title', { room: room.name })} onClose={onClose} className="max-w-130!">
      {room.isLocked && (
        <p className="mb-4 flex items-center gap-3 rounded-control bg-lamp-soft px-3 py-2 text-sm">
          <LockKeyhole aria-hidden className="size-4 shrink-0" />
          {t('invite.locked')}
        </p>
      )}
      <Says draft={draft} visibility={room.visibility} />
      {isEditing && <InviteEditor draft={draft} visibility={room.visibility} ownRole={role} isDateWrong={isDateWrong} onChange={change} />}
      <Alert className="mt-3">{error}</Alert>
      {link === null ? (
        <div
          className={cx('mt-4 flex flex-wrap gap-2', isEditing && 'sticky -bottom-6 -mx-6 mt-5 border-t border-line bg-surface px-6 py-4')}
        >
          <Button data-autofocus variant="primary" isPending={isPending} className="px-3 max-pane:w-full" onClick={() => void make()}>
            <LinkIcon aria-hidden className="size-4" />
            {t('invite.copy')}
          </Button>
          {!isEditing && (
            <Button className="px-3 max-pane:w-full" onClick={() => setEditing(true)}>
              <SlidersHorizontal aria-hidden className="size-4" />
              {t('invite.change')}
            </Button>
          )}
        </div>
      ) : (
        <Made link={link} roomName={room.name} isCopied={isCopied} onChange={() => setEditing(true)} isEditing={isEditing} />
      )}
      <InvitationList
        list={list}
        visibility={room.visibility}
        onRetry={() => void invitations.load()}
        onRevoke={(id, removePeople) => invitations.revoke(id, removePeople, Date.now())}
      />
    </Dialog>
  );
};

const ICONS = {
  who: <UserRound aria-hidden />,
  rights: <Mic aria-hidden />,
  history: <MessageSquare aria-hidden />,
  good: <Clock aria-hidden />,
} as const;

const LINES = ['who', 'rights', 'history', 'good'] as const satisfies (keyof typeof ICONS)[];

/** What the link allows, as it is chosen now. */
const Says = ({ draft, visibility }: { draft: Draft; visibility: Visibility }) => {
  const lines = tellDraft(draft, visibility);
  return (
    <ul aria-live="polite" className="flex flex-col gap-1.5 rounded-control bg-sunken px-3 py-3 text-sm">
      {LINES.filter((line) => lines[line] !== null).map((line) => (
        <li key={line} className="flex gap-3 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-soft">
          {ICONS[line]}
          {lines[line]}
        </li>
      ))}
    </ul>
  );
};

const show = (element: HTMLElement | null): void => element?.scrollIntoView({ block: 'nearest' });

/** A link is made for those who may see its secret. */
const toLink = ({ secret }: Invitation): string => linkOf(secret!, location.origin);

type MadeProps = { link: string; roomName: string; isCopied: boolean; isEditing: boolean; onChange(): void };

const Made = ({ link, roomName, isCopied, isEditing, onChange }: MadeProps) => {
  const [isQrShown, setQrShown] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that made it is gone. Where it could not be copied, it is selected, to be copied by hand.
    const input = place.current?.querySelector('input');
    if (isCopied) place.current?.querySelector('button')?.focus();
    else input?.focus();
  }, [isCopied]);
  const share = () => {
    // Called off by the person, or by the system: nothing to say either way.
    navigator.share({ url: link, title: roomName, text: t('invite.shareText', { room: roomName }) }).catch(() => {});
  };
  return (
    <div ref={place} className="mt-4 flex flex-col gap-3">
      <CopyField label={t('invite.link')} text={link} isCopiedAtFirst={isCopied} />
      <p className="text-sm text-soft">{t('invite.made')}</p>
      <div className="flex flex-wrap gap-2">
        {canShare && (
          <Button className="px-3" onClick={share}>
            <Share2 aria-hidden className="size-4" />
            {t('invite.share')}
          </Button>
        )}
        <Button className="px-3" aria-expanded={isQrShown} onClick={() => setQrShown(!isQrShown)}>
          <QrIcon aria-hidden className="size-4" />
          {t(isQrShown ? 'invite.qrHide' : 'invite.qr')}
        </Button>
        {!isEditing && (
          <Button variant="plain" className="px-3" onClick={onChange}>
            <SlidersHorizontal aria-hidden className="size-4" />
            {t('invite.change')}
          </Button>
        )}
      </div>
      {isQrShown && (
        <figure ref={show} className="flex flex-col items-center gap-2">
          <Suspense fallback={<div className="aspect-square w-full max-w-72" />}>
            <QrCode text={link} label={t('invite.qrLabel', { room: roomName })} className="w-full max-w-72 border border-line" />
          </Suspense>
          <figcaption className="text-sm text-soft">{t('invite.qrText')}</figcaption>
        </figure>
      )}
    </div>
  );
};
