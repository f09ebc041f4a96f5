// Passkeys: made, used, renamed, removed. A device that verifies its person stands for both factors, so verification is asked for and checked. What is
// signed and how is @simplewebauthn/server's to check; challenges are ours: bound to the browser, good once, for five minutes.
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
  type AuthenticationResponseJSON,
  type AuthenticatorTransportFuture,
  type RegistrationResponseJSON,
} from '@simplewebauthn/server';
import type { OwnAccount, Passkey } from '../../protocol/accounts.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Clock } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Database } from '../storage/database.ts';
import type { Visitor } from './auth.ts';
import { countWays } from './credentials.queries.ts';
import * as queries from './passkeys.queries.ts';
import { holdAccount } from './people.ts';
import type { SignIns } from './sign-ins.ts';
import type { StepKind, Steps } from './steps.ts';

export type Passkeys = ReturnType<typeof createPasskeys>;

type Needs = { database: Database; clock: Clock; steps: Steps; signIns: Pick<SignIns, 'begin'>; publicUrl: string | null };

type Answer = Record<string, unknown>;

const NAME = 'Parlor';
const TRANSPORTS: readonly AuthenticatorTransportFuture[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];
const CREDENTIAL_ID = /^[\w-]{1,1400}$/;

const wrongPasskey = () => new Refusal('wrong-code', 'this passkey is not known here, or could not be verified');
const expired = () => new Refusal('expired', 'begin again: this was begun too long ago, or in another browser');

/** The library throws for what it does not accept, and for what it cannot read: to whoever sent it that is the same. */
const orWrong = async <Result>(work: () => Promise<Result>): Promise<Result> => {
  try {
    return await work();
  } catch {
    throw wrongPasskey(); // Nothing but the answer was looked at: there is no accident in it.
  }
};

/** What the answer says that it answers; whether it was asked is looked up by it. */
const challengeIn = ({ response }: Answer): string => {
  try {
    const { clientDataJSON } = response as { clientDataJSON: string };
    const { challenge } = JSON.parse(Buffer.from(clientDataJSON, 'base64url').toString('utf8')) as { challenge: unknown };
    if (typeof challenge === 'string') return challenge;
  } catch {
    // Neither base64 nor JSON: it answers nothing.
  }
  throw wrongPasskey();
};

const known = (transports: readonly string[]): AuthenticatorTransportFuture[] =>
  TRANSPORTS.filter((transport) => transports.includes(transport));

export const createPasskeys = ({ database, clock, steps, signIns, publicUrl }: Needs) => {
  /** Keys belong to the name that the page is opened by. Without a public address that is the page's own origin, which the gateway has checked. */
  const siteOf = ({ origin }: Visitor): { origin: string; rpID: string } => {
    const own = publicUrl ?? origin;
    if (own === undefined || !URL.canParse(own)) throw new Refusal('bad-request', 'passkeys are for browsers, which say where they are');
    return { origin: own, rpID: new URL(own).hostname };
  };

  /** Gone with the first answer, right or wrong. */
  const takeChallenge = async (kind: StepKind, visitor: Visitor, answer: Answer) => {
    const challenge = challengeIn(answer);
    const step = await database.transaction((trx) => steps.take(kind, visitor, trx, challenge));
    if (!step) throw expired();
    return { challenge, accountId: step.accountId };
  };

  return {
    async begin(visitor: Visitor, { id, name, email }: OwnAccount): Promise<{ options: unknown; setCookie: string[] }> {
      const { rpID } = siteOf(visitor);
      const existing = await queries.credentialsOf(database.db, id);
      if (existing.length >= LIMITS.passkeys) throw tooMany();
      const options = await generateRegistrationOptions({
        rpName: NAME,
        rpID,
        // What the device hands back with each answer: whose key it is.
        userID: new Uint8Array(Buffer.from(id)),
        userName: email ?? name,
        userDisplayName: name,
        attestationType: 'none',
        excludeCredentials: existing.map(({ credentialId, transports }) => ({ id: credentialId, transports: known(transports) })),
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      });
      return { options, setCookie: [await steps.begin('passkey-add', id, {}, { visitor, mark: options.challenge })] };
    },

    async add(visitor: Visitor, accountId: AccountId, name: string, answer: Answer): Promise<Passkey> {
      const { origin, rpID } = siteOf(visitor);
      const asked = await takeChallenge('passkey-add', visitor, answer);
      if (asked.accountId !== accountId) throw expired();
      const { verified, registrationInfo } = await orWrong(() =>
        verifyRegistrationResponse({
          response: answer as unknown as RegistrationResponseJSON,
          expectedChallenge: asked.challenge,
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
        }),
      );
      if (!verified) throw wrongPasskey();
      const { credential, credentialDeviceType, credentialBackedUp, aaguid } = registrationInfo;
      const at = clock.now();
      const id = newId(at);
      await database.transaction(async (trx) => {
        await holdAccount(trx, accountId);
        if ((await queries.credentialsOf(trx, accountId)).length >= LIMITS.passkeys) throw tooMany();
        const isNew = await queries.insertPasskey(trx, database.dialect, {
          id,
          accountId,
          name,
          credentialId: credential.id,
          publicKey: Buffer.from(credential.publicKey).toString('base64url'),
          counter: credential.counter,
          transports: known(credential.transports ?? []),
          deviceType: credentialDeviceType,
          isBackedUp: credentialBackedUp,
          aaguid,
          at,
        });
        if (!isNew) throw new Refusal('taken', 'this passkey is known already');
      });
      return { id, name, createdAt: at };
    },

    /** For anybody: which keys there are is not said, the device knows its own. */
    async ask(visitor: Visitor): Promise<{ options: unknown; setCookie: string[] }> {
      const { rpID } = siteOf(visitor);
      const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' });
      return { options, setCookie: [await steps.begin('passkey', null, {}, { visitor, mark: options.challenge })] };
    },

    async signIn(visitor: Visitor, answer: Answer): Promise<{ accountId: AccountId; setCookie: string[] }> {
      const { origin, rpID } = siteOf(visitor);
      const { challenge } = await takeChallenge('passkey', visitor, answer);
      const credentialId = String(answer['id']);
      const passkey = CREDENTIAL_ID.test(credentialId) ? await queries.findPasskey(database.db, credentialId) : null;
      if (!passkey) throw wrongPasskey();
      const { verified, authenticationInfo } = await orWrong(() =>
        verifyAuthenticationResponse({
          response: answer as unknown as AuthenticationResponseJSON,
          expectedChallenge: challenge,
          expectedOrigin: origin,
          expectedRPID: rpID,
          credential: {
            id: passkey.credentialId,
            publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
            counter: passkey.counter,
          },
          requireUserVerification: true,
        }),
      );
      const { userHandle } = answer['response'] as { userHandle?: unknown };
      if (!verified || userHandle !== Buffer.from(passkey.accountId).toString('base64url')) throw wrongPasskey();
      const { accountId, setCookie } = await signIns.begin(visitor, async (trx) => {
        await holdAccount(trx, passkey.accountId);
        if (!(await queries.moveCounter(trx, passkey, authenticationInfo.newCounter))) throw wrongPasskey();
        return passkey.accountId;
      });
      return { accountId, setCookie };
    },

    async rename(accountId: AccountId, id: string, name: string): Promise<void> {
      if (!(await database.transaction((trx) => queries.renamePasskey(trx, accountId, id, name)))) throw gone();
    },

    /** Not the last way in: nobody locks themselves out with one click. */
    async remove(accountId: AccountId, id: string): Promise<void> {
      await database.transaction(async (trx) => {
        await holdAccount(trx, accountId);
        if (!(await queries.deletePasskey(trx, accountId, id))) throw gone();
        if ((await countWays(trx, accountId)) === 0) throw new Refusal('not-allowed', 'this is the only way to sign in to this account');
      });
    },
  };
};

const gone = () => new Refusal('not-found', 'there is no such passkey');
const tooMany = () => new Refusal('full', `an account has at most ${LIMITS.passkeys} passkeys`);
