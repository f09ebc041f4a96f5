// Every invitation that is good now, to the house and to its rooms: who made it, on which terms, and how it ends.
import { Suspense, useState } from 'react';
import Ellipsis from 'lucide-react/icons/ellipsis';
import Hash from 'lucide-react/icons/hash';
import House from 'lucide-react/icons/house';
import Link2 from 'lucide-react/icons/link-2';
import Plus from 'lucide-react/icons/plus';
import type { Invitation } from '../../protocol/invitations.ts';
import { ownAccount } from '../accounts/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { t } from '../i18n/admin.ts';
import { tellTerms, tellUse } from '../rooms/invitation-words.ts';
import { linkOf } from '../rooms/invitations.ts';
import { copyText } from '../ui/clipboard.ts';
import { Button } from '../ui/Button.tsx';
import { CheckBox } from '../ui/CheckBox.tsx';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { Empty } from '../ui/Empty.tsx';
import { lazily } from '../ui/lazily.ts';
import { Menu, type MenuItem } from '../ui/Menu.tsx';
import { Skeletons } from '../ui/Skeleton.tsx';
import { notify } from '../ui/toasts.ts';
import { Failed } from './Listed.tsx';
import { useFresh } from './use-fresh.ts';
import { useNow } from './use-now.ts';

const InviteDialog = lazily(() => import('./InviteDialog.tsx'));

const EVERY_MS = 30_000;

const fetchInvitations = () => connection.ask('admin.invitations', {});

type Asked = { what: 'make' } | { what: 'show' | 'revoke'; invitation: Invitation };

const Invitations = () => {
  const { answer, error, again } = useFresh(fetchInvitations, EVERY_MS);
  const now = useNow(EVERY_MS);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const invitations = answer?.invitations.filter(({ expiresAt }) => expiresAt === null || expiresAt > now);
  return (
    <div className="flex flex-col gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <p className="min-w-60 flex-1 text-soft">{t('admin.invitations.text')}</p>
        <Button variant="primary" onClick={() => setAsked({ what: 'make' })}>
          <Plus aria-hidden className="size-4" />
          {t('admin.invitations.make')}
        </Button>
      </div>
      {error ? <Failed error={error} onAgain={again} /> : null}
      {!invitations && !error && <Skeletons label={t('ui.loading')} rows={4} className="h-20 rounded-card!" />}
      {invitations?.length === 0 && (
        <Empty icon={<Link2 aria-hidden />} isPart title={t('admin.invitations.none.title')}>
          {t('admin.invitations.none.text')}
        </Empty>
      )}
      {invitations && invitations.length > 0 && (
        <ul className="flex flex-col divide-y divide-line overflow-hidden rounded-card border border-line bg-surface">
          {invitations.map((invitation) => (
            <Row key={invitation.id} invitation={invitation} onAsk={(what) => setAsked({ what, invitation })} />
          ))}
        </ul>
      )}
      {asked?.what === 'revoke' && <Revoke invitation={asked.invitation} onDone={again} onClose={close} />}
      {(asked?.what === 'make' || asked?.what === 'show') && (
        <Suspense>
          <InviteDialog shown={asked.what === 'show' ? asked.invitation : null} onMade={again} onClose={close} />
        </Suspense>
      )}
    </div>
  );
};

export default Invitations;

type RowProps = { invitation: Invitation; onAsk(what: 'show' | 'revoke'): void };

const titleOf = ({ terms, roomName }: Invitation): string =>
  terms.kind === 'house' ? t('admin.invitations.house') : t('admin.invitations.room', { room: roomName ?? '' });

const copy = async (link: string) => {
  const isCopied = await copyText(link);
  notify(isCopied ? t('ui.copied') : link);
};

const Row = ({ invitation, onAsk }: RowProps) => {
  const { terms, secret } = invitation;
  const title = titleOf(invitation);
  const Icon = terms.kind === 'house' ? House : Hash;
  const items: MenuItem[] = [
    ...(secret === null
      ? []
      : [
          { label: t('admin.invite.copy'), onSelect: () => void copy(linkOf(secret, location.origin)) },
          { label: t('admin.invitations.show'), onSelect: () => onAsk('show') },
        ]),
    { label: t('admin.invitations.revoke'), isDanger: true, onSelect: () => onAsk('revoke') },
  ];
  return (
    <li className="flex items-start gap-3 py-3 pr-1 pl-4 text-sm">
      <Icon aria-hidden className="mt-0.5 size-4 shrink-0 text-soft" />
      <div className="min-w-0 flex-1">
        <p className="font-medium [overflow-wrap:anywhere]">{title}</p>
        <p>{tellTerms(terms)}</p>
        <p className="tabular text-soft [overflow-wrap:anywhere]">{tellUse(invitation, ownAccount()?.id ?? '')}</p>
      </div>
      <Menu
        label={t('admin.invitations.actions')}
        className="inline-flex size-target shrink-0 items-center justify-center rounded-control text-soft transition-feedback hover:bg-hover hover:text-fg active:bg-press aria-expanded:bg-press aria-expanded:text-fg"
        items={items}
      >
        <Ellipsis aria-hidden className="size-5" />
        <span className="sr-only">{`${t('admin.invitations.actions')}: ${title}`}</span>
      </Menu>
    </li>
  );
};

const Revoke = ({ invitation, onDone, onClose }: { invitation: Invitation; onDone(): void; onClose(): void }) => {
  const { terms, roomName, id } = invitation;
  const [removePeople, setRemovePeople] = useState(false);
  const revoke = async () => {
    const { removed } = await connection.ask('invitations.revoke', { invitationId: id, removePeople });
    notify(t('admin.invitations.revoke.done', { count: removed.length }));
    onDone();
  };
  return (
    <ConfirmDialog
      title={t('admin.invitations.revoke.title')}
      text={
        <>
          <p className="font-medium text-fg [overflow-wrap:anywhere]">{`${titleOf(invitation)}: ${tellTerms(terms)}`}</p>
          <p className="mt-1">
            {t('admin.invitations.revoke.text')} {terms.kind === 'house' && t('admin.invitations.revoke.house')}
          </p>
          {terms.kind === 'room' && (
            <CheckBox
              className="mt-2 text-fg"
              label={t('admin.invitations.revoke.people', { room: roomName ?? '' })}
              isOn={removePeople}
              onChange={setRemovePeople}
            />
          )}
        </>
      }
      action={t('admin.invitations.revoke.do')}
      run={revoke}
      onClose={onClose}
    />
  );
};
