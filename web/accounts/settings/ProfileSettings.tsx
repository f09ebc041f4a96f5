// What a person says of themselves: their picture, what they are called, and what they are up to.
import { Suspense, lazy, useState } from 'react';
import { useStore } from '@nanostores/react';
import SmilePlus from 'lucide-react/icons/smile-plus';
import type { OwnAccount } from '../../../protocol/accounts.ts';
import { t } from '../../i18n/profile.ts';
import { attempt } from '../../ui/attempt.ts';
import { Button } from '../../ui/Button.tsx';
import { Row, Section } from '../../ui/Section.tsx';
import { $me } from '../accounts.ts';
import { setStatus } from '../StatusDialog.tsx';
import { NO_EMOJI } from '../statuses.ts';
import { tellUntil, useStatus } from '../StatusMark.tsx';
import { AboutSection } from './AboutSection.tsx';
import { PictureSection } from './PictureSection.tsx';

const StatusDialog = lazy(() => import('../StatusDialog.tsx'));

const ProfileSettings = () => {
  const me = useStore($me);
  if (me.kind !== 'signed-in') return null;
  return (
    <>
      <PictureSection account={me.account} />
      <AboutSection key={me.account.id} account={me.account} />
      <StatusSection account={me.account} />
    </>
  );
};

export default ProfileSettings;

const StatusSection = ({ account }: { account: OwnAccount }) => {
  const status = useStatus(account.profile.status);
  const [isAsking, setAsking] = useState(false);
  const clear = () => void attempt(setStatus(null), t('status.cleared'));
  return (
    <Section title={t('status.text')} text={t('status.about')}>
      <Row
        icon={status ? <span className="text-xl leading-none">{status.emoji || NO_EMOJI}</span> : <SmilePlus aria-hidden />}
        label={status ? status.text || t('status.onlyEmoji') : t('status.none')}
        text={status && tellUntil(status)}
      >
        {status && (
          <Button variant="plain" onClick={clear}>
            {t('status.clear')}
          </Button>
        )}
        <Button onClick={() => setAsking(true)}>{t(status ? 'accounts.status.change' : 'accounts.status.set')}</Button>
      </Row>
      {isAsking && (
        <Suspense>
          <StatusDialog onClose={() => setAsking(false)} />
        </Suspense>
      )}
    </Section>
  );
};
