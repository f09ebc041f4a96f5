// Who sits at this page, and the three things done over HTTP because they set a cookie: creating an account, signing in, signing out.
// Headless; the views are beside it. The socket is started and stopped from here: it belongs to the account.
import { atom, type ReadableAtom } from 'nanostores';
import type { accountRoutes, OwnAccount } from '../../protocol/accounts.ts';
import { REFUSALS, type RefusalBody } from '../../protocol/errors.ts';
import type { BodyOf, ReplyOf } from '../../protocol/wire.ts';
import { connection } from '../connection/app-connection.ts';
import { Lost, Refused } from '../connection/connection.ts';
import { recall, remember } from '../ui/stored.ts';

export type Me =
  /** Not known yet; `isUnreachable` once the server did not answer (asked again by itself). */
  | { kind: 'loading'; isUnreachable: boolean }
  /** `hasOwner` is false in a new house: the next account made becomes its owner. */
  | { kind: 'signed-out'; hasOwner: boolean }
  | { kind: 'signed-in'; account: OwnAccount };

type Routes = typeof accountRoutes;
type Post = Exclude<keyof Routes, 'me'>;
type MeReply = ReplyOf<Routes['me']>;

const $own = atom<Me>({ kind: 'loading', isUnreachable: false });
export const $me: ReadableAtom<Me> = $own;

/** The account that is signed in, for code that runs only then. */
export const ownAccount = (): OwnAccount | null => {
  const me = $own.get();
  return me.kind === 'signed-in' ? me.account : null;
};

export const createAccount = async (body: BodyOf<Routes['create']>): Promise<void> => enter((await post('create', body)).account);
export const signIn = async (body: BodyOf<Routes['sign-in']>): Promise<void> => enter((await post('sign-in', body)).account);

/** Rejects with `Lost` when the server could not be told: then the person is still signed in. */
export const signOut = async (): Promise<void> => {
  await post('sign-out', {});
  connection.stop();
  remember('lastRoom', null);
  become({ kind: 'signed-out', hasOwner: true });
};

/** Called once by the page. Tries the socket along with asking when somebody was signed in here last time, and saves a round trip. */
export const startAccounts = (): void => {
  connection.onHello(({ me }) => become({ kind: 'signed-in', account: me }));
  connection.$state.listen(({ kind }) => {
    if (kind === 'signed-out' && $own.get().kind !== 'signed-out') void learnMe();
  });
  if (recall('wasSignedIn')) connection.start();
  void learnMe();
};

const RETRY_MS = 2_000;

const learnMe = async (): Promise<void> => {
  try {
    const { account, hasOwner } = await call<MeReply>('me', { method: 'GET' });
    if (account) enter(account);
    else {
      // The socket may still be trying with a cookie that is worth nothing.
      if (connection.$state.get().kind !== 'signed-out') connection.stop();
      become({ kind: 'signed-out', hasOwner });
    }
  } catch {
    // Not an answer either way: whoever is signed in stays so, and the socket goes on trying.
    if ($own.get().kind === 'loading') $own.set({ kind: 'loading', isUnreachable: true });
    setTimeout(() => void learnMe(), RETRY_MS);
  }
};

const become = (me: Exclude<Me, { kind: 'loading' }>): void => {
  remember('wasSignedIn', me.kind === 'signed-in' ? 'yes' : null);
  $own.set(me);
};

const enter = (account: OwnAccount): void => {
  become({ kind: 'signed-in', account });
  connection.start();
};

const post = <Name extends Post>(name: Name, body: BodyOf<Routes[Name]>): Promise<ReplyOf<Routes[Name]>> =>
  call(name, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

const call = async <Reply>(name: keyof Routes, init: RequestInit): Promise<Reply> => {
  const response = await fetch(`/api/accounts/${name}`, { ...init, credentials: 'same-origin', cache: 'no-store' }).catch(() => {
    throw new Lost();
  });
  const reply: unknown = await response.json().catch(() => null);
  if (response.ok && reply !== null) return reply as Reply;
  if (isRefusal(reply)) throw new Refused(reply.code, reply.message, reply.retryAfterMs);
  // A proxy in between answered with a page of its own.
  throw response.status >= 500 ? new Lost() : new Refused('internal', `HTTP ${response.status}`);
};

const isRefusal = (reply: unknown): reply is RefusalBody =>
  typeof reply === 'object' && reply !== null && 'code' in reply && typeof reply.code === 'string' && Object.hasOwn(REFUSALS, reply.code);
