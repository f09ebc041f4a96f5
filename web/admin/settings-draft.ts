// The settings of the house while somebody changes them: what is written, what is wrong with it, and what would be saved. Pure.
import type { SignUpPolicy } from '../../protocol/accounts.ts';
import type { HouseSettings } from '../../protocol/admin.ts';
import { bytesOf, writtenOf, type Written } from './units.ts';

export type PolicyKind = SignUpPolicy['kind'];
export const POLICIES = ['open', 'invitation', 'domain', 'closed'] as const satisfies PolicyKind[];

export type Draft = {
  policy: PolicyKind;
  /** Kept while another policy is looked at. */
  domains: readonly string[];
  upload: Written;
  stored: Written;
};

/** As in the schema, which stays on the server. */
export const BOUNDS = {
  upload: { min: 64 * 1_024, max: 10 * 1_024 ** 3 },
  stored: { min: 1_024 ** 2, max: 1_024 ** 4 },
} as const;

export type Limit = keyof typeof BOUNDS;
export type Problems = { domains?: 'none'; upload?: 'wrong' | 'over-stored'; stored?: 'wrong' };

export const draftOf = ({ signUp, limits }: HouseSettings): Draft => ({
  policy: signUp.kind,
  domains: signUp.kind === 'domain' ? signUp.domains : [],
  upload: writtenOf(limits.uploadBytes),
  stored: writtenOf(limits.storedBytes),
});

const within = (limit: Limit, bytes: number | null): bytes is number =>
  bytes !== null && bytes >= BOUNDS[limit].min && bytes <= BOUNDS[limit].max;

export const problemsOf = ({ policy, domains, upload, stored }: Draft): Problems => {
  const [uploadBytes, storedBytes] = [bytesOf(upload), bytesOf(stored)];
  return {
    ...(policy === 'domain' && domains.length === 0 && { domains: 'none' }),
    ...(!within('stored', storedBytes) && { stored: 'wrong' }),
    ...(within('upload', uploadBytes)
      ? within('stored', storedBytes) && uploadBytes > storedBytes && { upload: 'over-stored' }
      : { upload: 'wrong' }),
  };
};

/** null while something is wrong. */
export const settingsOf = (draft: Draft): HouseSettings | null => {
  const { policy, domains, upload, stored } = draft;
  const [uploadBytes, storedBytes] = [bytesOf(upload), bytesOf(stored)];
  if (Object.keys(problemsOf(draft)).length > 0 || uploadBytes === null || storedBytes === null) return null;
  return {
    signUp: policy === 'domain' ? { kind: policy, domains: [...domains] } : { kind: policy },
    limits: { uploadBytes, storedBytes },
  };
};

export const isSame = (a: HouseSettings, b: HouseSettings): boolean => JSON.stringify(a) === JSON.stringify(b);
