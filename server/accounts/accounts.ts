// Accounts, the verbs: creating one, signing in and out, who somebody is. Passwords and cookies are auth.ts's; rooms are not known here.
import type { Account, HouseFacts, HouseRole, OwnAccount } from '../../protocol/accounts.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId, PictureId } from '../../protocol/wire.ts';
import type { Clock } from '../clock.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Database } from '../storage/database.ts';
import type { Log } from '../log.ts';
import type { Outbox } from '../mail/mailer.ts';
import { findByNamePrefix, findOwn, findStanding, hasOwner } from './accounts.queries.ts';
import { createAddresses } from './addresses.ts';
import type { Auth, Visitor } from './auth.ts';
import { createBearers } from './bearers.ts';
import { createConfirm } from './confirming.ts';
import { createHandOuts } from './hand-outs.ts';
import type { House } from './house.ts';
import { createDeletion, type ForgetInRooms } from './deletion.ts';
import { createLater } from './later.ts';
import { createLinks } from './links.ts';
import { createPost } from './mails.ts';
import { createOpenId } from './openid.ts';
import type { ProviderSettings } from './openid-provider.ts';
import { createOwnPassword } from './own-password.ts';
import type { TellRooms } from './profiles.ts';
import { createRecovery } from './recovery.ts';
import { createSignUp, type Rooms as SignUpRooms } from './sign-up.ts';
import { createSigningIn } from './signing-in.ts';
import { createPasskeys } from './passkeys.ts';
import { createSealing } from '../sealing.ts';
import { createSecondFactor } from './second-factor.ts';
import { createSecurity } from './security.ts';
import { createSignIns } from './sign-ins.ts';
import { createSteps } from './steps.ts';

export type Accounts = ReturnType<typeof createAccounts>;

type Needs = {
  database: Database;
  bus: Bus;
  clock: Clock;
  auth: Auth;
  house: House;
  secret: string;
  publicUrl: string | null;
  isHttps: boolean;
  log: Log;
  /** null: this house sends no mail. */
  outbox: Outbox | null;
  /** null: this house trusts no OpenID provider. */
  openIdSettings: ProviderSettings | null;
  tellRooms: TellRooms;
  rooms: Omit<SignUpRooms, 'welcome'>;
  forgetInRooms: ForgetInRooms;
  /** The bytes of pictures that nothing leads to any more. */
  forgetPictures(ids: readonly PictureId[]): Promise<void>;
  /** Runs before the new person is answered, so that their first page is not empty. */
  welcome(accountId: AccountId, role: HouseRole): Promise<void>;
};

export const createAccounts = ({
  database,
  bus,
  clock,
  auth,
  house,
  secret,
  publicUrl,
  isHttps,
  log,
  outbox,
  openIdSettings,
  tellRooms,
  rooms,
  forgetInRooms,
  forgetPictures,
  welcome,
}: Needs) => {
  const confirm = createConfirm({ database, clock });
  const signIns = createSignIns({ database, bus, clock, auth });
  const sealing = createSealing(secret);
  const steps = createSteps({ database, clock, isHttps });
  const issuer = publicUrl === null ? 'Parlor' : `Parlor (${new URL(publicUrl).hostname})`;
  const secondFactor = createSecondFactor({ database, clock, sealing, steps, issuer });

  const own = async (accountId: AccountId): Promise<OwnAccount> => {
    const found = await findOwn(database.db, accountId);
    if (!found) throw new Refusal('signed-out', 'this account is gone');
    return found;
  };

  /** Whose browser this is; null for nobody's, and for one whose account is suspended or gone. */
  const authenticate = async (visitor: Visitor) => {
    const signedIn = await auth.authenticate(visitor);
    if (!signedIn) return null;
    const standing = await findStanding(database.db, signedIn.accountId);
    if (!standing || standing.isSuspended) return null;
    await signIns.see(signedIn, visitor.network);
    return { ...signedIn, role: standing.role };
  };

  const passkeys = createPasskeys({ database, clock, steps, signIns, publicUrl });
  const bearers = createBearers({ confirm, own, authenticate });
  const links = createLinks({ clock });
  const later = createLater({ clock, log });
  const post = outbox && publicUrl !== null ? createPost({ outbox, publicUrl }) : null;
  const addresses = createAddresses({ database, bus, clock, links, bearers, post, authenticate, tellRooms, welcome });
  const signUp = createSignUp({
    database,
    bus,
    clock,
    house,
    hasMail: post !== null,
    rooms: { ...rooms, welcome },
    signIns,
    own,
    authenticate,
    async greet(trx, accountId, email) {
      await addresses.greet(trx, accountId, email);
      return async () => post?.wake();
    },
  });
  const signingIn = createSigningIn({ database, signIns, steps, secondFactor, own });
  const openId =
    openIdSettings &&
    createOpenId({ settings: openIdSettings, database, clock, log, sealing, steps, publicUrl, signIns, signUp, signingIn, own });

  return {
    create: signUp.create,
    beginGuest: signUp.beginGuest,

    signIn: signingIn.signIn,
    giveSecondFactor: signingIn.giveSecondFactor,
    askPasskey: passkeys.ask,
    async signInWithPasskey(visitor: Visitor, answer: Record<string, unknown>) {
      const { accountId, setCookie } = await passkeys.signIn(visitor, answer);
      return { account: await own(accountId), setCookie };
    },
    ...createSecurity({ database, signIns, secondFactor, passkeys, openId, bearers, links }),
    ...createHandOuts({ database, clock, links }),
    ...createRecovery({ database, clock, links, signIns, addresses, later, post }),
    ...createOwnPassword({ database, clock, bearers, links, signIns, post }),
    ...createDeletion({ bus, auth, bearers, post, forgetInRooms, forgetPictures }),
    changeEmail: addresses.changeEmail,
    sendConfirmation: addresses.sendConfirmation,
    confirmEmail: addresses.confirmEmail,

    async startOpenId(visitor: Visitor, wish: { next?: string | undefined; invitation?: string | undefined }) {
      if (!openId) throw new Refusal('not-found', 'this house has no OpenID provider');
      return openId.start(visitor, wish);
    },
    /** null where there is no provider. */
    finishOpenId: openId?.finish ?? null,

    /** Ends this browser's sign-in, and with it every socket that was opened with it. */
    async signOut(visitor: Visitor) {
      const signedIn = await auth.authenticate(visitor);
      const { setCookie } = await auth.signOut(visitor);
      if (signedIn) bus.publishToAccount(signedIn.accountId, { kind: 'revoked', signInId: signedIn.signInId });
      return { setCookie };
    },

    async me(visitor: Visitor) {
      const signedIn = await authenticate(visitor);
      const account = signedIn && (await findOwn(database.db, signedIn.accountId));
      const { signUp } = await house.settings();
      const facts: HouseFacts = { hasOwner: await hasOwner(database.db), signUp, hasMail: post !== null, openId: openId?.name ?? null };
      return { account, house: facts, setCookie: signedIn?.setCookie ?? [] };
    },

    authenticate,
    confirm,
    signInsOf: signIns.signInsOf,
    standingsOf: signIns.standingsOf,
    endSignIns: signIns.endSignIns,
    own,
    /** What was begun after its request was answered: at the end of the server. */
    settle: later.settle,

    find: (text: string): Promise<Account[]> => findByNamePrefix(database.db, text, LIMITS.directoryPage),
  };
};
