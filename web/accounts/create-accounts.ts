// Who sits at this page, behind the front door `accounts.ts`: asks over HTTP, and starts and stops the socket, which belongs to the account.
import { atom, type ReadableAtom } from 'nanostores';
import type { accountRoutes, HouseFacts, OwnAccount } from '../../protocol/accounts.ts';
import { REFUSALS, type RefusalBody } from '../../protocol/errors.ts';
import type { BodyOf, ReplyOf } from '../../protocol/wire.ts';
import type { Clock } from '../connection/clock.ts';
import { Lost, Refused, type Connection } from '../connection/connection.ts';

export type Me =
  /** Not known yet; `isUnreachable` once the server did not answer (asked again by itself). */
  { kind: 'loading'; isUnreachable: boolean } | { kind: 'signed-out'; house: HouseFacts } | { kind: 'signed-in'; account: OwnAccount };

type Routes = typeof accountRoutes;
type Post = Exclude<keyof Routes, 'me'>;
type MeReply = ReplyOf<Routes['me']>;

export type Accounts = {
  readonly $me: ReadableAtom<Me>;
  /** These reject with `Refused` or `Lost`. */
  create(body: BodyOf<Routes['create']>): Promise<void>;
  signIn(body: BodyOf<Routes['sign-in']>): Promise<void>;
  /** When the server could not be told, the person is still signed in. */
  signOut(): Promise<void>;
  start(): void;
};

type Needs = {
  connection: Connection;
  fetch: (path: string, init: RequestInit) => Promise<Response>;
  clock: Clock;
  /** What this browser remembers: whether somebody was signed in. */
  memory: { wasSignedIn(): boolean; remember(isSignedIn: boolean): void };
};

const RETRY_MS = 2_000;

export const createAccounts = ({ connection, fetch, clock, memory }: Needs): Accounts => {
  const $me = atom<Me>({ kind: 'loading', isUnreachable: false });

  /** As it was last told; until then, what most houses are. */
  let house: HouseFacts = { hasOwner: true, signUp: { kind: 'open' }, hasMail: false, openId: null };

  const become = (me: Exclude<Me, { kind: 'loading' }>): void => {
    memory.remember(me.kind === 'signed-in');
    $me.set(me);
  };
  const enter = (account: OwnAccount): void => {
    become({ kind: 'signed-in', account });
    connection.start();
  };

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
  const post = <Name extends Post>(name: Name, body: BodyOf<Routes[Name]>): Promise<ReplyOf<Routes[Name]>> =>
    call(name, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });

  const learn = async (): Promise<void> => {
    try {
      const { account, house: facts } = await call<MeReply>('me', { method: 'GET' });
      house = facts;
      if (account) return enter(account);
      // The socket may still be trying with a cookie that is worth nothing.
      if (connection.$state.get().kind !== 'signed-out') connection.stop();
      become({ kind: 'signed-out', house });
    } catch {
      // Not an answer either way: whoever is signed in stays so, and the socket goes on trying.
      if ($me.get().kind === 'loading') $me.set({ kind: 'loading', isUnreachable: true });
      clock.after(RETRY_MS, () => void learn());
    }
  };

  return {
    $me,
    create: async (body) => enter((await post('create', body)).account),
    async signIn(body) {
      const { account } = await post('sign-in', body);
      if (account) enter(account);
    },
    async signOut() {
      await post('sign-out', {});
      connection.stop();
      become({ kind: 'signed-out', house });
    },
    start() {
      connection.onHello(({ me }) => become({ kind: 'signed-in', account: me }));
      connection.$state.listen(({ kind }) => {
        if (kind === 'signed-out' && $me.get().kind !== 'signed-out') void learn();
      });
      // Along with asking who is here: when the memory is right, which it nearly always is, that saves a round trip.
      if (memory.wasSignedIn()) connection.start();
      void learn();
    },
  };
};

const isRefusal = (reply: unknown): reply is RefusalBody =>
  typeof reply === 'object' && reply !== null && 'code' in reply && typeof reply.code === 'string' && Object.hasOwn(REFUSALS, reply.code);
