// An invitation to the house: on which terms, then its link to copy and to scan. `shown`: one that is there already.
import { useState } from 'react';
import { useStore } from '@nanostores/react';
import type { HouseTerms, Invitation } from '../../protocol/invitations.ts';
import { $me, ownAccount } from '../accounts/accounts.ts';
import { connection } from '../connection/app-connection.ts';
import { t } from '../i18n/admin.ts';
import { explain } from '../i18n/explain.ts';
import { t as said } from '../i18n/people.ts';
import { tellTerms, tellUse } from '../rooms/invitation-words.ts';
import { LIFETIMES, linkOf, USES, type Uses } from '../rooms/invitations.ts';
import { Alert } from '../ui/Alert.tsx';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { QrCode } from '../ui/QrCode.tsx';
import { RadioCard } from '../ui/RadioCard.tsx';
import { Select } from '../ui/Select.tsx';

type Props = { shown: Invitation | null; onMade(): void; onClose(): void };

type Role = HouseTerms['role'];
const LIVES = ['hour', 'day', 'week', 'month', 'ever'] as const;
const OFTEN = Object.keys(USES) as Uses[];

const InviteDialog = ({ shown, onMade, onClose }: Props) => {
  const [made, setMade] = useState(shown);
  return made ? (
    <Dialog title={t('admin.invite.link')} onClose={onClose}>
      <Link invitation={made} />
      <DialogActions>
        <Button variant="primary" onClick={onClose}>
          {t('admin.invite.done')}
        </Button>
      </DialogActions>
    </Dialog>
  ) : (
    <Make
      onMade={(invitation) => {
        setMade(invitation);
        onMade();
      }}
      onClose={onClose}
    />
  );
};

export default InviteDialog;

const Link = ({ invitation }: { invitation: Invitation }) => {
  if (invitation.secret === null) return null;
  const link = linkOf(invitation.secret, location.origin);
  return (
    <div className="flex flex-col gap-4">
      <p className="text-soft [overflow-wrap:anywhere]">
        {invitation.roomName === null ? '' : `${t('admin.invitations.room', { room: invitation.roomName })} · `}
        {`${tellTerms(invitation.terms)} · ${tellUse(invitation, ownAccount()?.id ?? '')}`}
      </p>
      <CopyField label={t('admin.invite.link')} isLabelHidden text={link} action={t('admin.invite.copy')} />
      <QrCode text={link} label={t('admin.invite.qr')} className="mx-auto w-48" />
    </div>
  );
};

const Make = ({ onMade, onClose }: { onMade(invitation: Invitation): void; onClose(): void }) => {
  const me = useStore($me);
  // Who runs the house is the owner's to say.
  const isOwner = me.kind === 'signed-in' && me.account.role === 'owner';
  const [role, setRole] = useState<Role>('member');
  const [lifetime, setLifetime] = useState<(typeof LIVES)[number]>('week');
  const [uses, setUses] = useState<Uses>('once');
  const [isPending, setPending] = useState(false);
  const [error, setError] = useState<string>();
  const make = async () => {
    setPending(true);
    setError(undefined);
    try {
      const terms: HouseTerms = { kind: 'house', role };
      const { invitation } = await connection.ask('invitations.create', { terms, expiresInMs: LIFETIMES[lifetime], maxUses: USES[uses] });
      onMade(invitation);
    } catch (refusal) {
      setError(explain(refusal));
      setPending(false);
    }
  };
  return (
    <Dialog title={t('admin.invite.title')} onClose={onClose} isBusy={isPending}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <p className="text-soft">{t('admin.invite.text')}</p>
        {isOwner && (
          <fieldset className="mt-4">
            <legend className="mb-1 text-sm font-medium">{t('admin.invite.role')}</legend>
            <div className="flex flex-col gap-2">
              {(['member', 'admin'] as const).map((each) => (
                <RadioCard
                  key={each}
                  name="role"
                  label={t(`admin.invite.${each}`)}
                  text={t(`admin.invite.${each}Text`)}
                  isChosen={role === each}
                  onChoose={() => setRole(each)}
                />
              ))}
            </div>
          </fieldset>
        )}
        <div className="mt-4 grid gap-3 pane:grid-cols-2">
          <Select
            label={said('invite.lifetime')}
            value={lifetime}
            options={LIVES.map((value) => ({ value, label: said(`invite.lifetime.${value}`) }))}
            onChange={(value) => setLifetime(value)}
          />
          <Select
            label={said('invite.uses')}
            value={uses}
            options={OFTEN.map((value) => ({ value, label: said(`invite.uses.${value}`) }))}
            onChange={(value) => setUses(value)}
          />
        </div>
        <Alert className="mt-3">{error}</Alert>
        <DialogActions>
          <Button onClick={onClose}>{t('ui.cancel')}</Button>
          <Button data-autofocus type="submit" variant="primary" isPending={isPending}>
            {t('admin.invite.make')}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
};
