// What somebody is writing about themselves and has not saved: only the fields that differ from what is saved, so that what another window saves
// meanwhile shows in all the others. Kept while the page is elsewhere, for the account that wrote it. Pure, but for the one atom.
import { atom } from 'nanostores';
import type { OwnAccount } from '../../../protocol/accounts.ts';
import { LIMITS } from '../../../protocol/constants.ts';

export type ProfileFields = { name: string; pronouns: string; about: string; timeZone: string | null };
export type Draft = Partial<ProfileFields>;

export const savedOf = ({ name, profile: { pronouns, about, timeZone } }: OwnAccount): ProfileFields => ({
  name,
  pronouns,
  about,
  timeZone,
});

export const withField = <Name extends keyof ProfileFields>(
  saved: ProfileFields,
  draft: Draft,
  name: Name,
  value: ProfileFields[Name],
): Draft => {
  const { [name]: _before, ...rest } = draft;
  return value === saved[name] ? rest : { ...rest, [name]: value };
};

/** What was saved elsewhere in the meantime, or here just now, is no change any more. */
export const rebase = (saved: ProfileFields, draft: Draft): Draft =>
  Object.fromEntries(Object.entries(draft).filter(([name, value]) => value !== saved[name as keyof ProfileFields]));

export const isDirty = (draft: Draft): boolean => Object.keys(draft).length > 0;

export type FieldErrors = Partial<Record<keyof ProfileFields, 'empty' | 'long' | 'hidden' | 'zone'>>;

const MOST: Record<'name' | 'pronouns' | 'about', number> = { name: LIMITS.accountName, pronouns: LIMITS.pronouns, about: LIMITS.about };

/** Before the server is asked. */
export const check = (fields: ProfileFields): FieldErrors => {
  const errors: FieldErrors = {};
  if (fields.name.trim() === '') errors.name = 'empty';
  for (const name of ['name', 'pronouns', 'about'] as const) if (fields[name].trim().length > MOST[name]) errors[name] = 'long';
  return errors;
};

/** What the server said, at the field that it begins with; null where it is about none. */
export const errorsIn = ({ code, message }: { code: string; message: string }): FieldErrors | null => {
  const name = /^(name|pronouns|about|timeZone)\b/.exec(message)?.[1] as keyof ProfileFields | undefined;
  if (!name || (code !== 'bad-request' && code !== 'too-long')) return null;
  return { [name]: code === 'too-long' ? 'long' : name === 'timeZone' ? 'zone' : 'hidden' };
};

const $kept = atom<{ accountId: string; draft: Draft }>({ accountId: '', draft: {} });
export const $draft = $kept;
/** Somebody else's is not shown. */
export const draftFor = (accountId: string, kept = $kept.get()): Draft => (kept.accountId === accountId ? kept.draft : {});
export const keepDraft = (accountId: string, draft: Draft): void => $kept.set({ accountId, draft });
