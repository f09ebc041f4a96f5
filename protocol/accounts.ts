// Accounts: who a person is. Creating one and signing in go over HTTP, because they set a cookie; the rest over the socket.
import * as z from 'zod';
import { LIMITS } from './constants.ts';
import { AccountId, nameOf, Nothing, request } from './wire.ts';

/** What everybody may see of an account. */
export const Account = z.strictObject({ id: AccountId, name: z.string() });
export type Account = z.infer<typeof Account>;

/** What a person sees of their own account. */
export const OwnAccount = z.strictObject({ id: AccountId, name: z.string(), email: z.string(), isOwner: z.boolean() });
export type OwnAccount = z.infer<typeof OwnAccount>;

const Email = z
  .string()
  .max(LIMITS.email)
  .transform((text) => text.normalize('NFKC').trim().toLowerCase())
  .pipe(z.email('is not an e-mail address').max(LIMITS.email));
const Password = z.string().min(1).max(LIMITS.passwordMax);

/** POST (JSON) under `/api/accounts/`; `me` is a GET. */
export const accountRoutes = {
  create: request(
    z.strictObject({
      name: nameOf(LIMITS.accountName),
      email: Email,
      password: z.string().min(LIMITS.passwordMin, `has fewer than ${LIMITS.passwordMin} characters`).max(LIMITS.passwordMax),
    }),
    z.strictObject({ account: OwnAccount }),
  ),
  'sign-in': request(z.strictObject({ email: Email, password: Password }), z.strictObject({ account: OwnAccount })),
  'sign-out': request(Nothing, Nothing),
  /** `hasOwner` is false in a new house: the next account made becomes its owner. */
  me: request(Nothing, z.strictObject({ account: OwnAccount.nullable(), hasOwner: z.boolean() })),
};

export const accountRequests = {
  /** People of this house whose name begins with `text`, to add to a room. */
  'accounts.find': request(
    z.strictObject({ text: z.string().trim().min(1).max(LIMITS.accountName) }),
    z.strictObject({ accounts: z.array(Account).max(LIMITS.directoryPage) }),
  ),
};
