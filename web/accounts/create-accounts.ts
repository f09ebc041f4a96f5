// Who sits at this page, behind the front door `accounts.ts`: asks over HTTP, and starts and stops the socket, which belongs to the account.
import { atom, type ReadableAtom } from 'nanostores';
import type { accountRoutes, HouseFacts, OwnAccount } from '../../protocol/accounts.ts';
import type { invitationRoutes } from '../../protocol/invitations.ts';
import type { BodyOf, ReplyOf } from '../../protocol/wire.ts';
import type { Clock } from '../connection/clock.ts';
import { Refused, type Connection } from '../connection/connection.ts';
import type { AskHttp } from '../connection/http.ts';

export type Me =
  /** Not known yet; `isUnreachable` once the server did not answer (asked again by itself). */
  | { kind: 'loading'; isUnreachable: boolean }
  | { kind: 'signed-out'; house: HouseFacts }
  /** The password was right; a code is still to come. Forgotten when the page is reloaded. */
  | { kind: 'half-way'; house: HouseFacts }
  | { kind: 'signed-in'; account: OwnAccount };

type Routes = typeof accountRoutes;
type Enter = typeof invitationRoutes.enter;
/** What changes who sits here has a verb of its own. */
type Settled = 'create' | 'sign-in' | 'second-factor' | 'passkey-sign-in' | 'sign-out' | 'me';

export type AskAccounts = <Name extends Exclude<keyof Routes, Settled>>(
  name: Name,
  body: BodyOf<Routes[Name]>,
) => Promise<ReplyOf<Routes[Name]>>;

export type Accounts = {
  readonly $me: ReadableAtom<Me>;
  /** As the house was last told to be; before that, what most houses are. Also while somebody is signed in. */
  readonly $house: ReadableAtom<HouseFacts>;
  /** These reject with `Refused` or `Lost`. */
  create(body: BodyOf<Routes['create']>): Promise<void>;
  /** Afterwards somebody is signed in, or half way there. */
  signIn(body: BodyOf<Routes['sign-in']>): Promise<void>;
  secondFactor(body: BodyOf<Routes['second-factor']>): Promise<void>;
  /** The provider's answer was right, and a code is still to come: the server sent the browser here to say so. */
  expectCode(): void;
  /** From half way back to the door. */
  stepBack(): void;
  passkeySignIn(body: BodyOf<Routes['passkey-sign-in']>): Promise<void>;
  /** By an invitation, and without an account. Answers what they came into. */
  enterAsGuest(body: BodyOf<Enter>): Promise<Omit<ReplyOf<Enter>, 'account'>>;
  /** When the server could not be told, the person is still signed in. */
  signOut(): Promise<void>;
  /** Everything else about accounts. Learns it when the answer is that nobody is signed in any more. */
  ask: AskAccounts;
  /** Asks anew who is here: another window, or somebody at the server, may have changed it. */
  look(): void;
  start(): void;
};

type Needs = {
  connection: Connection;
  http: AskHttp;
  clock: Clock;
  /** What this browser remembers: whether somebody was signed in. */
  memory: { wasSignedIn(): boolean; remember(isSignedIn: boolean): void };
};

const RETRY_MS = 2_000;

export const createAccounts = ({ connection, http, clock, memory }: Needs): Accounts => {
  const $me = atom<Me>({ kind: 'loading', isUnreachable: false });
  const $house = atom<HouseFacts>({ hasOwner: true, signUp: { kind: 'open' }, hasMail: false, openId: null });

  const become = (me: Exclude<Me, { kind: 'loading' }>): void => {
    memory.remember(me.kind === 'signed-in');
    $me.set(me);
  };
  const enter = (account: OwnAccount): void => {
    // Whoever has an account now owns the house, or somebody did before.
    $house.set({ ...$house.get(), hasOwner: true });
    become({ kind: 'signed-in', account });
    connection.start();
  };

  const learn = async (): Promise<void> => {
    try {
      const { account, house } = await http('accounts', 'me', {});
      $house.set(house);
      if (account) return enter(account);
      // The socket may still be trying with a cookie that is worth nothing.
      if (connection.$state.get().kind !== 'signed-out') connection.stop();
      // Whoever is half way has no cookie that counts yet.
      if ($me.get().kind !== 'half-way') become({ kind: 'signed-out', house });
    } catch {
      // Not an answer either way: whoever is signed in stays so, and the socket goes on trying.
      if ($me.get().kind === 'loading') $me.set({ kind: 'loading', isUnreachable: true });
      clock.after(RETRY_MS, () => void learn());
    }
  };

  return {
    $me,
    $house,
    create: async (body) => enter((await http('accounts', 'create', body)).account),
    async signIn(body) {
      const { account } = await http('accounts', 'sign-in', body);
      if (account) enter(account);
      else become({ kind: 'half-way', house: $house.get() });
    },
    secondFactor: async (body) => enter((await http('accounts', 'second-factor', body)).account),
    expectCode() {
      if ($me.get().kind === 'signed-out') become({ kind: 'half-way', house: $house.get() });
    },
    stepBack() {
      if ($me.get().kind === 'half-way') become({ kind: 'signed-out', house: $house.get() });
    },
    passkeySignIn: async (body) => enter((await http('accounts', 'passkey-sign-in', body)).account),
    async enterAsGuest(body) {
      const { account, ...cameIn } = await http('invitations', 'enter', body);
      enter(account);
      return cameIn;
    },
    async signOut() {
      await http('accounts', 'sign-out', {});
      connection.stop();
      become({ kind: 'signed-out', house: $house.get() });
    },
    ask: async (name, body) => {
      try {
        return await http('accounts', name, body);
      } catch (error) {
        if (error instanceof Refused && error.code === 'signed-out' && $me.get().kind === 'signed-in') void learn();
        throw error;
      }
    },
    look: () => void learn(),
    start() {
      connection.onHello(({ me }) => become({ kind: 'signed-in', account: me }));
      connection.onAccountEvent(({ event, body }) => {
        if (event === 'accounts.own-changed' && $me.get().kind === 'signed-in') become({ kind: 'signed-in', account: body.me });
      });
      connection.$state.listen(({ kind }) => {
        if (kind === 'signed-out' && $me.get().kind !== 'signed-out') void learn();
      });
      // Along with asking who is here: when the memory is right, which it nearly always is, that saves a round trip.
      if (memory.wasSignedIn()) connection.start();
      void learn();
    },
  };
};
