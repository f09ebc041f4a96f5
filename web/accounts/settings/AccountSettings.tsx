// How the account is reached: its email and password; and how it ends. A guest makes an account here.
import { useState } from 'react';
import { useStore } from '@nanostores/react';
import type { OwnAccount, Security } from '../../../protocol/accounts.ts';
import { t } from '../../i18n/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { Row, Section } from '../../ui/Section.tsx';
import { $house, $me, cameByLink, mustConfirm } from '../accounts.ts';
import BecomeMember from '../BecomeMember.tsx';
import { useConfirmationMail } from '../use-confirmation-mail.ts';
import { ChangeEmail, ChangePassword, DeleteAccount } from './AccountDialogs.tsx';
import { WithSecurity } from './WithSecurity.tsx';

const AccountSettings = () => {
  const me = useStore($me);
  if (me.kind !== 'signed-in') return null;
  if (cameByLink(me.account)) return <Guest />;
  return <WithSecurity>{(security) => <Ways account={me.account} security={security} />}</WithSecurity>;
};

export default AccountSettings;

const Guest = () => (
  <Section title={t('settings.member.title')}>
    <div className="p-4">
      <BecomeMember />
    </div>
  </Section>
);

type Asked = 'email' | 'password' | 'delete';

const Ways = ({ account, security }: { account: OwnAccount; security: Security }) => {
  const { hasMail } = useStore($house);
  const [asked, setAsked] = useState<Asked | null>(null);
  const close = () => setAsked(null);
  const { hasPassword, nextEmail } = security;
  const isOwner = account.role === 'owner';
  return (
    <>
      <Section title={t('settings.email')} text={t('settings.email.text')}>
        <Row
          label={account.email}
          text={hasMail && (account.isEmailConfirmed ? t('settings.email.confirmed') : t('settings.email.unconfirmed'))}
        >
          {hasMail && !account.isEmailConfirmed && nextEmail === null && <Resend />}
          {/* Who is a guest until this address is confirmed does not get around it by another. */}
          {!mustConfirm(account) && <Button onClick={() => setAsked('email')}>{t('settings.email.change')}</Button>}
        </Row>
        {nextEmail !== null && (
          <Row label={nextEmail} text={t('settings.email.pending')}>
            <Resend />
          </Row>
        )}
      </Section>
      <Section title={t('accounts.password')}>
        <Row
          label={t(hasPassword ? 'settings.password.set' : 'settings.password.none')}
          text={t(hasPassword ? 'settings.password.text' : 'settings.password.noneText')}
        >
          <Button onClick={() => setAsked('password')}>{t(hasPassword ? 'settings.password.change' : 'settings.password.choose')}</Button>
        </Row>
      </Section>
      <Section title={t('settings.delete')} isDanger>
        <Row label={t('settings.delete.label')} text={t(isOwner ? 'settings.delete.owner' : 'settings.delete.text')}>
          <Button variant="danger" disabled={isOwner} onClick={() => setAsked('delete')}>
            {t('settings.delete.ask')}
          </Button>
        </Row>
      </Section>
      {asked === 'email' && <ChangeEmail account={account} hasPassword={hasPassword} onClose={close} />}
      {asked === 'password' && <ChangePassword hasPassword={hasPassword} onClose={close} />}
      {asked === 'delete' && <DeleteAccount account={account} hasPassword={hasPassword} onClose={close} />}
    </>
  );
};

const Resend = () => {
  const { isPending, send } = useConfirmationMail();
  return (
    <Button isPending={isPending} onClick={send}>
      {t('settings.email.resend')}
    </Button>
  );
};
