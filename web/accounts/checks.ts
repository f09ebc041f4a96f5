// What can be said of an account's fields before the server is asked. The server has the last word: what it says of a field comes back
// through `errorsFrom`.
import { LIMITS } from '../../protocol/constants.ts';
import { Refused } from '../connection/connection.ts';
import { explain } from '../i18n/explain.ts';
import { t } from '../i18n/i18n.ts';

export type Fields = { name: string; email: string; password: string };
export type FieldName = keyof Fields;
/** `form` is what belongs to no field. */
export type Errors = Partial<Record<FieldName | 'form', string | undefined>>;

export const checkNew = ({ name, email, password }: Fields): Errors => ({
  ...(name.trim() === '' && { name: t('accounts.error.name') }),
  ...(name.trim().length > LIMITS.accountName && { name: t('accounts.error.nameLong', { max: LIMITS.accountName }) }),
  ...(!looksLikeEmail(email) && { email: t('accounts.error.email') }),
  ...(password.length < LIMITS.passwordMin && {
    password: t('accounts.error.passwordShort', { min: LIMITS.passwordMin, count: password.length }),
  }),
  ...(password.length > LIMITS.passwordMax && { password: t('accounts.error.passwordLong', { max: LIMITS.passwordMax }) }),
});

export const checkKnown = ({ email, password }: Fields): Errors => ({
  ...(!looksLikeEmail(email) && { email: t('accounts.error.email') }),
  ...(password === '' && { password: t('accounts.error.passwordEmpty') }),
});

const looksLikeEmail = (text: string): boolean => /^\s*[^\s@]+@[^\s@]+\.[^\s@.]+\s*$/.test(text);

export const errorsFrom = (error: unknown): Errors => {
  if (!(error instanceof Refused)) return { form: explain(error) };
  switch (error.code) {
    case 'taken':
      return { email: t('accounts.error.emailTaken') };
    case 'weak-password':
      return { password: explain(error) };
    case 'bad-request':
      return fromField(error);
    default:
      return { form: explain(error) };
  }
};

/** A `bad-request` begins with the path of the field that was wrong. */
const fromField = (error: Refused): Errors => {
  const field = /^(?:body\.)?(name|email|password)\b/.exec(error.message)?.[1] as FieldName | undefined;
  switch (field) {
    case 'name':
      return { name: t('accounts.error.nameHidden') };
    case 'email':
      return { email: t('accounts.error.email') };
    case 'password':
    case undefined:
      return { form: explain(error) };
    default:
      return field satisfies never;
  }
};
