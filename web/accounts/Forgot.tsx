// The password is forgotten. What is said afterwards is the same whether there is such an account or not.
import { useState } from 'react';
import { useStore } from '@nanostores/react';
import KeyRound from 'lucide-react/icons/key-round';
import MailCheck from 'lucide-react/icons/mail-check';
import { t } from '../i18n/recovery.ts';
import { paths } from '../routes.ts';
import { Alert } from '../ui/Alert.tsx';
import { Button } from '../ui/Button.tsx';
import { Column } from '../ui/Column.tsx';
import { ButtonLink, TextLink } from '../ui/TextLink.tsx';
import { useForm } from '../ui/use-form.ts';
import { $house, askAccounts } from './accounts.ts';
import { checkEmail, errorsAt } from './checks.ts';
import { EmailField } from './EmailField.tsx';
import { useFirstFocus } from './use-first-focus.ts';

const Forgot = () => {
  const { hasMail } = useStore($house);
  const [askedFor, setAskedFor] = useState<string | null>(null);
  if (askedFor === null) return <Ask hasMail={hasMail} onAsked={setAskedFor} />;
  const how = hasMail ? 'mail' : 'hand';
  return (
    <Column
      icon={hasMail ? <MailCheck aria-hidden /> : <KeyRound aria-hidden />}
      title={t(`recovery.forgot.${how}.title`)}
      text={t(`recovery.forgot.${how}.text`, { email: askedFor })}
    >
      <div className="flex flex-col gap-2">
        <ButtonLink href={paths.signIn} variant="primary" className="w-full">
          {t('accounts.backToSignIn')}
        </ButtonLink>
        <Button className="w-full" onClick={() => setAskedFor(null)}>
          {t('recovery.forgot.again')}
        </Button>
      </div>
    </Column>
  );
};

export default Forgot;

const Ask = ({ hasMail, onAsked }: { hasMail: boolean; onAsked(email: string): void }) => {
  const { form, bind, isPending, error } = useForm({
    initial: { email: '' },
    check: ({ email }) => ({ email: checkEmail(email) }),
    async submit({ email }) {
      await askAccounts('forgot', { email });
      onAsked(email.trim());
    },
    explain: errorsAt(['email']),
  });
  useFirstFocus(form.ref);
  return (
    <Column title={t('recovery.forgot.title')} text={t(hasMail ? 'recovery.forgot.textMail' : 'recovery.forgot.textHand')}>
      <form {...form} className="flex flex-col gap-4">
        <EmailField {...bind('email')} autoComplete="username" />
        <Alert>{error}</Alert>
        <Button type="submit" variant="primary" isPending={isPending} className="w-full">
          {t(hasMail ? 'recovery.forgot.send' : 'recovery.forgot.ask')}
        </Button>
      </form>
      <p className="mt-6 text-sm">
        <TextLink href={paths.signIn}>{t('accounts.backToSignIn')}</TextLink>
      </p>
    </Column>
  );
};
