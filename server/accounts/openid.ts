// Signing in by the house's OpenID provider: the way over, and the way back. Bound to the browser that set out, good once. People are found by what the
// provider calls them and never by address alone; an address joins them to an account that was here before only where both sides know it to be theirs.
import { createHash } from 'node:crypto';
import { Email, type OwnAccount } from '../../protocol/accounts.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import { nameOf, type AccountId } from '../../protocol/wire.ts';
import type { Clock } from '../clock.ts';
import { newSecret } from '../ids.ts';
import type { Log } from '../log.ts';
import type { Sealing } from '../sealing.ts';
import type { Database } from '../storage/database.ts';
import { findAddressee } from './addresses.queries.ts';
import type { Visitor } from './auth.ts';
import { findByEmail, findIdentity, hasIdentity, insertIdentity } from './credentials.queries.ts';
import { createProvider, ProviderFailure, type Person, type ProviderSettings } from './openid-provider.ts';
import { holdAccount } from './people.ts';
import type { SignIns } from './sign-ins.ts';
import type { LetIn, SigningIn } from './signing-in.ts';
import type { SignUp } from './sign-up.ts';
import type { Steps } from './steps.ts';

export type OpenId = ReturnType<typeof createOpenId>;

type Needs = {
  settings: ProviderSettings;
  database: Database;
  clock: Clock;
  log: Log;
  sealing: Sealing;
  steps: Steps;
  publicUrl: string | null;
  signIns: Pick<SignIns, 'begin'>;
  signUp: Pick<SignUp, 'make'>;
  signingIn: Pick<SigningIn, 'withOneFactor'>;
  own(accountId: AccountId): Promise<OwnAccount>;
};

export const CALLBACK_PATH = '/api/openid/callback';

/** What is kept of a flow, sealed, while the browser is away. */
type Flow = { verifier: string; nonce: string; redirectUri: string; next: string; invitation: string | null };

/** Where the browser goes from here: an address of our own page. */
export type Landing = { location: string; setCookie: string[] };

/** Why nobody was signed in; `no-address`: the provider does not say that it knows their address to be theirs. */
export type Problem = Refusal['code'] | 'no-address';

class NoAddress extends Error {}

const SEALED_AS = 'openid flow';
const NAME = nameOf(LIMITS.accountName);

/** An address of our own page, whatever was sent: what begins with one slash stays in this house. */
export const ownAddress = (next: string | undefined): string => {
  const house = 'http://house';
  if (next === undefined || !/^\/(?![/\\])/.test(next) || !URL.canParse(next, house)) return '/';
  const { origin, pathname, search, hash } = new URL(next, house);
  return origin === house && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : '/';
};

const nameFor = ({ names }: Person, email: string): string => {
  for (const name of [...names, email.split('@')[0]!]) {
    const parsed = NAME.safeParse([...name].slice(0, LIMITS.accountName / 2).join(''));
    if (parsed.success) return parsed.data;
  }
  return 'Somebody';
};

export const createOpenId = (needs: Needs) => {
  const { settings, database, clock, log, sealing, steps, publicUrl, signIns, signUp, signingIn, own } = needs;
  const provider = createProvider(settings, clock);
  const { issuer } = settings;

  const orUnavailable = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof ProviderFailure)) throw error;
      log.warn({ err: error, issuer }, 'the OpenID provider');
      throw new Refusal('unavailable', 'the provider does not answer as it should', 5_000);
    }
  };

  const signInKnown = (visitor: Visitor, accountId: AccountId, { subject }: Person): Promise<LetIn> =>
    signingIn.withOneFactor(visitor, accountId, async (trx) => (await findIdentity(trx, issuer, subject)) === accountId);

  /** To an account that was here before: whose address it is, this house must know for itself. */
  const join = async (visitor: Visitor, accountId: AccountId, person: Person, email: string): Promise<LetIn> => {
    await database.transaction(async (trx) => {
      await holdAccount(trx, accountId);
      // Twice at once, by the same person: the other was first.
      if ((await findIdentity(trx, issuer, person.subject)) === accountId) return;
      const addressee = await findAddressee(trx, accountId);
      if (!addressee?.isConfirmed || addressee.email !== email || (await hasIdentity(trx, issuer, accountId))) throw taken();
      await insertIdentity(trx, database.dialect, accountId, { issuer, subject: person.subject }, clock.now());
    });
    return signInKnown(visitor, accountId, person);
  };

  const make = async (visitor: Visitor, person: Person, email: string, invitation: string | null): Promise<LetIn> => {
    let settle = async (): Promise<void> => {};
    const { accountId, setCookie } = await signIns.begin(visitor, async (trx) => {
      const wish = { name: nameFor(person, email), email, isEmailConfirmed: true, ...(invitation !== null && { invitation }) };
      const made = await signUp.make(trx, wish);
      ({ settle } = made);
      await insertIdentity(trx, database.dialect, made.accountId, { issuer, subject: person.subject }, clock.now());
      return made.accountId;
    });
    await settle();
    return { account: await own(accountId), setCookie };
  };

  const signIn = async (visitor: Visitor, person: Person, invitation: string | null): Promise<LetIn> => {
    const known = await findIdentity(database.db, issuer, person.subject);
    if (known !== null) return signInKnown(visitor, known, person);
    const email = Email.safeParse(person.email).data;
    if (email === undefined) throw new NoAddress();
    const holder = await findByEmail(database.db, email);
    if (holder) return join(visitor, holder.accountId, person, email);
    try {
      return await make(visitor, person, email, invitation);
    } catch (error) {
      // Twice at once, by the same person: the first has made it.
      const made = await findIdentity(database.db, issuer, person.subject);
      if (made !== null) return signInKnown(visitor, made, person);
      if (!(error instanceof Refusal) && (await findByEmail(database.db, email))) throw taken();
      throw error;
    }
  };

  const back = async (visitor: Visitor, query: URLSearchParams, flow: Flow): Promise<LetIn> => {
    const code = query.get('code');
    if (code === null)
      throw new Refusal(query.get('error') === 'access_denied' ? 'not-allowed' : 'unavailable', 'the provider signed nobody in');
    const person = await orUnavailable(async () => {
      if (!(await provider.isOwnAnswer(query.get('iss')))) throw new ProviderFailure('an answer of another provider');
      return provider.redeem({ code, ...flow });
    });
    return signIn(visitor, person, flow.invitation);
  };

  const problemOf = (error: unknown): Problem => {
    if (error instanceof NoAddress) return 'no-address';
    if (error instanceof Refusal) return error.code;
    log.error({ err: error }, 'a sign-in by the OpenID provider met a bug');
    return 'internal';
  };

  return {
    name: settings.name,
    isLinked: (accountId: AccountId): Promise<boolean> => hasIdentity(database.db, issuer, accountId),

    async start(visitor: Visitor, { next, invitation }: { next?: string | undefined; invitation?: string | undefined }) {
      const house = publicUrl ?? visitor.origin;
      if (house === undefined) throw new Refusal('bad-request', 'this is for browsers, which say where they are');
      const flow: Flow = {
        verifier: newSecret(),
        nonce: newSecret(),
        redirectUri: `${house}${CALLBACK_PATH}`,
        next: ownAddress(next),
        invitation: invitation ?? null,
      };
      const state = newSecret();
      const challenge = createHash('sha256').update(flow.verifier).digest('base64url');
      const url = await orUnavailable(() => provider.authorizationUrl({ ...flow, state, challenge }));
      const sealed = sealing.seal(JSON.stringify(flow), SEALED_AS);
      return { url, setCookie: [await steps.begin('openid', null, sealed, { visitor, mark: state })] };
    },

    /** The browser is back. It is led to our page whatever came of it, and never answered with an error that it would show by itself. */
    async finish(visitor: Visitor, query: URLSearchParams): Promise<Landing> {
      const at = (search: Record<string, string>, next: string) =>
        `/sign-in?${new URLSearchParams({ ...search, ...(next !== '/' && { next }) })}`;
      let next = '/';
      try {
        const step = await database.transaction((trx) => steps.take('openid', visitor, trx, query.get('state') ?? ''));
        if (!step) throw new Refusal('expired', 'this was begun too long ago, or in another browser');
        const flow = JSON.parse(sealing.unseal(step.value as string, SEALED_AS)) as Flow;
        ({ next } = flow);
        const { account, setCookie } = await back(visitor, query, flow);
        return { location: account ? next : at({ step: 'second-factor' }, next), setCookie };
      } catch (error) {
        return { location: at({ problem: problemOf(error) }, next), setCookie: [] };
      }
    },
  };
};

const taken = () => new Refusal('taken', 'this e-mail address has an account already');
