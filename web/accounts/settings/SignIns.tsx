// Where the account is signed in: this browser first, then the others, the latest first. Each can be signed out from here.
import { useState } from 'react';
import Monitor from 'lucide-react/icons/monitor';
import Smartphone from 'lucide-react/icons/smartphone';
import type { SignIn } from '../../../protocol/accounts.ts';
import { formatAgo, formatDate } from '../../i18n/ago.ts';
import { formatMoment } from '../../i18n/format.ts';
import { t } from '../../i18n/settings.ts';
import { Button } from '../../ui/Button.tsx';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { Row, Section } from '../../ui/Section.tsx';
import { notify } from '../../ui/toasts.ts';
import { askAccounts } from '../accounts.ts';
import { loadSecurity } from './security.ts';

const nameOf = ({ browser }: SignIn): string => browser || t('settings.signIns.unknown');

export const SignIns = ({ signIns }: { signIns: readonly SignIn[] }) => {
  const [asked, setAsked] = useState<SignIn | 'others' | null>(null);
  const sorted = signIns.toSorted((a, b) => Number(b.isThis) - Number(a.isThis) || b.seenAt - a.seenAt);
  const others = signIns.filter(({ isThis }) => !isThis).length;
  const end = async (id: string | null, count: number) => {
    await askAccounts('end-sign-ins', { id });
    await loadSecurity();
    notify(t('settings.signIns.ended', { count }));
  };
  return (
    <Section title={t('settings.signIns')} text={t('settings.signIns.text')}>
      {sorted.map((signIn) => (
        <Row
          key={signIn.id}
          icon={/iPhone|iPad|Android/.test(signIn.browser) ? <Smartphone aria-hidden /> : <Monitor aria-hidden />}
          label={
            <>
              {nameOf(signIn)}
              {signIn.isThis && (
                <span className="ml-2 inline-block rounded-full bg-press px-2 text-xs leading-5 font-medium">
                  {t('settings.signIns.this')}
                </span>
              )}
            </>
          }
          text={<Seen signIn={signIn} />}
        >
          {!signIn.isThis && (
            <Button aria-label={t('settings.signIns.endOne', { browser: nameOf(signIn) })} onClick={() => setAsked(signIn)}>
              {t('accounts.signOut')}
            </Button>
          )}
        </Row>
      ))}
      {others > 0 && (
        <Row label={t('settings.signIns.others', { count: others })} text={t('settings.signIns.othersText')}>
          <Button variant="danger" onClick={() => setAsked('others')}>
            {t('settings.signIns.endOthers')}
          </Button>
        </Row>
      )}
      {asked === 'others' && (
        <ConfirmDialog
          title={t('settings.signIns.endOthersTitle')}
          text={t('settings.signIns.endOthersText')}
          action={t('settings.signIns.endOthers')}
          run={() => end(null, others)}
          onClose={() => setAsked(null)}
        />
      )}
      {asked !== null && asked !== 'others' && (
        <ConfirmDialog
          title={t('settings.signIns.endTitle', { browser: nameOf(asked) })}
          text={t('settings.signIns.endText')}
          action={t('accounts.signOut')}
          run={() => end(asked.id, 1)}
          onClose={() => setAsked(null)}
        />
      )}
    </Section>
  );
};

const Seen = ({ signIn: { network, signedInAt, seenAt, isThis } }: { signIn: SignIn }) => (
  <>
    {isThis ? t('settings.signIns.now', { network }) : t('settings.signIns.seen', { network, ago: formatAgo(seenAt) })}
    <br />
    <span data-tip={formatMoment(signedInAt)}>{t('settings.signIns.since', { day: formatDate(signedInAt) })}</span>
  </>
);
