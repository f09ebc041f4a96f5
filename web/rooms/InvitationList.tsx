// The links of a room: what each allows, how often it was used and until when it is good; to be copied again, and to be revoked.
import { useState } from 'react';
import Copy from 'lucide-react/icons/copy';
import Trash from 'lucide-react/icons/trash-2';
import type { Invitation } from '../../protocol/invitations.ts';
import type { Visibility } from '../../protocol/rooms.ts';
import type { InvitationId } from '../../protocol/wire.ts';
import { ownAccount } from '../accounts/accounts.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/people.ts';
import { Button } from '../ui/Button.tsx';
import { CheckBox } from '../ui/CheckBox.tsx';
import { copyText } from '../ui/clipboard.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { Skeletons } from '../ui/Skeleton.tsx';
import { notify } from '../ui/toasts.ts';
import { tellTerms, tellUse } from './invitation-words.ts';
import { isOpenAnyway, linkOf, stateOf, type ListState } from './invitations.ts';

type Props = {
  list: ListState;
  visibility: Visibility;
  onRetry(): void;
  /** Answers how many people went with it. */
  onRevoke(id: InvitationId, removePeople: boolean): Promise<number>;
};

export const InvitationList = ({ list, visibility, onRetry, onRevoke }: Props) => {
  const [nowMs] = useState(() => Date.now());
  const [isPastShown, setPastShown] = useState(false);
  const [revoking, setRevoking] = useState<Invitation | null>(null);
  return (
    <section className="mt-6 border-t border-line pt-4">
      <h3 className="pb-1 text-sm font-medium">{t('invite.list')}</h3>
      <Content list={list} nowMs={nowMs} isPastShown={isPastShown} onRetry={onRetry} onShowPast={setPastShown} onRevoke={setRevoking} />
      {revoking && <RevokeDialog invitation={revoking} visibility={visibility} onRevoke={onRevoke} onClose={() => setRevoking(null)} />}
    </section>
  );
};

type ContentProps = Pick<Props, 'list' | 'onRetry'> & {
  nowMs: number;
  isPastShown: boolean;
  onShowPast(isShown: boolean): void;
  onRevoke(invitation: Invitation): void;
};

const Content = ({ list, nowMs, isPastShown, onRetry, onShowPast, onRevoke }: ContentProps) => {
  switch (list.kind) {
    case 'loading':
      return <Skeletons label={t('ui.loading')} rows={2} className="h-11" />;
    case 'failed':
      return (
        <div className="flex flex-wrap items-center gap-3 text-sm">
          <span className="flex-1 text-soft">{`${t('invite.list.failed')} ${explain(list.error)}`}</span>
          <Button onClick={onRetry}>{t('ui.tryAgain')}</Button>
        </div>
      );
    case 'ready': {
      const good = list.invitations.filter((invitation) => stateOf(invitation, nowMs) === 'good');
      const past = list.invitations.filter((invitation) => stateOf(invitation, nowMs) !== 'good');
      return (
        <>
          {good.length === 0 && <p className="text-sm text-soft">{t('invite.list.none')}</p>}
          <ul className="flex flex-col">
            {[...good, ...(isPastShown ? past : [])].map((invitation) => (
              <Row key={invitation.id} invitation={invitation} nowMs={nowMs} onRevoke={() => onRevoke(invitation)} />
            ))}
          </ul>
          {past.length > 0 && !isPastShown && (
            <Button variant="plain" className="-ml-3 px-3 text-sm font-normal text-soft" onClick={() => onShowPast(true)}>
              {t('invite.past', { count: past.length })}
            </Button>
          )}
        </>
      );
    }
    default:
      return list satisfies never;
  }
};

const Row = ({ invitation, nowMs, onRevoke }: { invitation: Invitation; nowMs: number; onRevoke(): void }) => {
  const state = stateOf(invitation, nowMs);
  const { secret } = invitation;
  const copy = async (link: string) => {
    const isCopied = await copyText(link);
    notify(isCopied ? t('invite.copied') : link);
  };
  return (
    <li className="flex min-h-14 items-center gap-1 border-t border-line py-1.5 first:border-t-0">
      <div className="min-w-0 flex-1 text-sm">
        <p className={state === 'good' ? '' : 'text-soft line-through'}>{tellTerms(invitation.terms)}</p>
        <p className="text-soft">
          {state !== 'good' && <span className="font-medium">{`${t(`invite.state.${state}`)} · `}</span>}
          {tellUse(invitation, ownAccount()?.id ?? '')}
        </p>
      </div>
      {state === 'good' && (
        <>
          {secret !== null && (
            <IconButton label={t('invite.copyThis')} onClick={() => void copy(linkOf(secret, location.origin))}>
              <Copy aria-hidden />
            </IconButton>
          )}
          <IconButton label={t('invite.revoke')} onClick={onRevoke}>
            <Trash aria-hidden />
          </IconButton>
        </>
      )}
    </li>
  );
};

type RevokeProps = { invitation: Invitation; visibility: Visibility; onRevoke: Props['onRevoke']; onClose(): void };

const RevokeDialog = ({ invitation: { id, uses, terms }, visibility, onRevoke, onClose }: RevokeProps) => {
  const [removePeople, setRemovePeople] = useState(false);
  return (
    <ConfirmDialog
      title={t('invite.revoke.title')}
      text={t('invite.revoke.text')}
      action={t('invite.revoke.do')}
      run={async () => notify(t('invite.revoke.done', { count: await onRevoke(id, removePeople) }))}
      onClose={onClose}
    >
      {uses > 0 && terms.kind === 'room' && !(terms.role === 'member' && isOpenAnyway(visibility, terms.role)) && (
        <CheckBox
          label={t('invite.revoke.people')}
          hint={t('invite.revoke.peopleText', { uses })}
          isOn={removePeople}
          onChange={setRemovePeople}
          className="mt-3"
        />
      )}
    </ConfirmDialog>
  );
};
