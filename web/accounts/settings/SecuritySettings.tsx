// How the account is kept safe: codes from an authenticator, passkeys, and where it is signed in.
import { useStore } from '@nanostores/react';
import LogIn from 'lucide-react/icons/log-in';
import { t } from '../../i18n/settings.ts';
import { Row, Section } from '../../ui/Section.tsx';
import { $me, cameByLink } from '../accounts.ts';
import BecomeMember from '../BecomeMember.tsx';
import { Codes } from './Codes.tsx';
import { Passkeys } from './Passkeys.tsx';
import { SignIns } from './SignIns.tsx';
import { WithSecurity } from './WithSecurity.tsx';

const SecuritySettings = () => {
  const me = useStore($me);
  if (me.kind !== 'signed-in') return null;
  if (cameByLink(me.account)) {
    return (
      <Section title={t('settings.member.title')}>
        <div className="p-4">
          <BecomeMember />
        </div>
      </Section>
    );
  }
  return (
    <WithSecurity>
      {(security) => (
        <>
          <Codes security={security} />
          <Passkeys security={security} />
          {security.openId !== null && (
            <Section title={t('settings.openId')}>
              <Row
                icon={<LogIn aria-hidden />}
                label={t('settings.openId.linked')}
                text={t('settings.openId.text', { name: security.openId })}
              />
            </Section>
          )}
          <SignIns signIns={security.signIns} />
        </>
      )}
    </WithSecurity>
  );
};

export default SecuritySettings;
