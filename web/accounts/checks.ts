// What can be said of an account's fields before the server is asked. The server has the last word: what it says of a field comes back
// through `errorsAt`.
import type { SignUpPolicy } from '../../protocol/accounts.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { Refused } from '../connection/connection.ts';
import { explain } from '../i18n/explain.ts';
import { formatList } from '../i18n/format.ts';
import { t } from '../i18n/i18n.ts';
import type { FormErrors } from '../ui/use-form.ts';

export const checkAccountName = (name: string): string | undefined => {
  const { length } = name.trim();
  if (length === 0) return t('accounts.error.name');
  return length > LIMITS.accountName ? t('accounts.error.nameLong', { max: LIMITS.accountName }) : undefined;
};

export const checkEmail = (email: string): string | undefined =>
  /^\s*[^\s@]+@[^\s@]+\.[^\s@.]+\s*$/.test(email) ? undefined : t('accounts.error.email');

/** Under a policy of mail domains, one that an invitation does not set aside. */
export const checkDomain = (email: string, policy: SignUpPolicy): string | undefined => {
  if (policy.kind !== 'domain') return undefined;
  const domain = email.trim().toLowerCase().split('@').at(-1) ?? '';
  return policy.domains.includes(domain) ? undefined : t('accounts.error.domain', { domains: formatList(policy.domains) });
};

export const checkNewPassword = (password: string): string | undefined => {
  if (password.length < LIMITS.passwordMin) {
    return t('accounts.error.passwordShort', { min: LIMITS.passwordMin, count: password.length });
  }
  return password.length > LIMITS.passwordMax ? t('accounts.error.passwordLong', { max: LIMITS.passwordMax }) : undefined;
};

/** One that is there already is not judged. */
export const checkPassword = (password: string): string | undefined => (password === '' ? t('accounts.error.passwordEmpty') : undefined);

/** What belongs to a field by its code alone; `fields` are those that the form has. */
const FIELD_OF: Partial<Record<Refused['code'], readonly string[]>> = {
  taken: ['email'],
  'weak-password': ['next', 'password'],
  'wrong-code': ['code'],
};

/** What the server said, at the field that it speaks of. `own`: codes that mean something else here. */
export const errorsAt = <Name extends string>(
  fields: readonly Name[],
  own: Partial<Record<Refused['code'], FormErrors<Name>>> = {},
): ((error: unknown) => FormErrors<Name>) => {
  const at = (name: string, text: string): FormErrors<Name> =>
    (fields as readonly string[]).includes(name) ? ({ [name]: text } as FormErrors<Name>) : ({ form: text } as FormErrors<Name>);
  return (error) => {
    if (!(error instanceof Refused)) return { form: explain(error) } as FormErrors<Name>;
    const meant = own[error.code];
    if (meant) return meant;
    if (error.code === 'bad-request') return atNamed(error, at);
    const name = FIELD_OF[error.code]?.find((field) => (fields as readonly string[]).includes(field));
    return at(name ?? 'form', error.code === 'taken' ? t('accounts.error.emailTaken') : explain(error));
  };
};

/** Of making an account. An invitation that does not open this house leaves its mail domains. */
export const explainSignUp = (policy: SignUpPolicy, error: unknown): FormErrors<'name' | 'email' | 'password'> => {
  const wrong = policy.kind === 'domain' && {
    'sign-up-closed': { email: t('accounts.error.domain', { domains: formatList(policy.domains) }) },
  };
  return errorsAt(['name', 'email', 'password'], wrong || {})(error);
};

/** A `bad-request` begins with the path of the field that was wrong. */
const atNamed = <Errors>(error: Refused, at: (name: string, text: string) => Errors): Errors => {
  const name = /^(?:body\.)?(name|email|password|next|code)\b/.exec(error.message)?.[1];
  switch (name) {
    case 'name':
      return at('name', t('accounts.error.nameHidden'));
    case 'email':
      return at('email', t('accounts.error.email'));
    case 'code':
      return at('code', t('accounts.error.code'));
    default:
      return at('form', explain(error));
  }
};
