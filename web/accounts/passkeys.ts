// Passkeys, as the browser has them. The library that translates between its forms and JSON is fetched when it is needed.
// What went wrong with the device or its person is a `PasskeyProblem`; what the server said is `Refused` or `Lost`, as everywhere.
import type { startAuthentication, startRegistration } from '@simplewebauthn/browser';
import type { Passkey } from '../../protocol/accounts.ts';
import { askAccounts, passkeySignIn } from './accounts.ts';

type AuthenticationOptions = Parameters<typeof startAuthentication>[0]['optionsJSON'];
type RegistrationOptions = Parameters<typeof startRegistration>[0]['optionsJSON'];

/** `dismissed`: nothing was chosen, or the time ran out. `known`: this device holds one of this account. `here`: not at this address. */
export type PasskeyProblemKind = 'dismissed' | 'known' | 'here' | 'device';

export class PasskeyProblem extends Error {
  readonly kind: PasskeyProblemKind;
  constructor(kind: PasskeyProblemKind, cause: unknown) {
    super(`passkey: ${kind}`, { cause });
    this.name = 'PasskeyProblem';
    this.kind = kind;
  }
}

/** Only where the page came over a safe connection, or from this very machine. */
export const hasPasskeys = (): boolean => typeof PublicKeyCredential === 'function';

const load = () => import('@simplewebauthn/browser');

const onDevice = async <Result>(run: () => Promise<Result>): Promise<Result> => {
  try {
    return await run();
  } catch (error) {
    throw new PasskeyProblem(kindOf(error), error);
  }
};

const kindOf = (error: unknown): PasskeyProblemKind => {
  const name = error instanceof Error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'AbortError':
      return 'dismissed';
    case 'InvalidStateError':
      return 'known';
    case 'SecurityError':
      return 'here';
    default:
      return 'device';
  }
};

export const signInWithPasskey = async (): Promise<void> => {
  const [library, { options }] = await Promise.all([load(), askAccounts('passkey-options', {})]);
  const answer = await onDevice(() => library.startAuthentication({ optionsJSON: options as AuthenticationOptions }));
  await passkeySignIn({ answer: { ...answer } });
};

/**
 * Has the browser offer its passkeys in the field of the address, where it can. Waits until one is chosen, however long that takes; the answer
 * stops waiting. `onChosen` is told what came of it.
 */
export const offerPasskeys = (onChosen: (signedIn: Promise<void>) => void): (() => void) => {
  let isWanted = true;
  const offer = async () => {
    if (!hasPasskeys() || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    const library = await load();
    if (!isWanted) return;
    const { options } = await askAccounts('passkey-options', {});
    if (!isWanted) return;
    stop = () => library.WebAuthnAbortService.cancelCeremony();
    const answer = await library.startAuthentication({ optionsJSON: options as AuthenticationOptions, useBrowserAutofill: true });
    onChosen(passkeySignIn({ answer: { ...answer } }));
  };
  let stop = () => {};
  // Nobody asked for it: where it does not work, the button says why.
  offer().catch(() => {});
  return () => {
    isWanted = false;
    stop();
  };
};

/** `password`: of the account; null where it has none. */
export const addPasskey = async (name: string, password: string | null): Promise<Passkey> => {
  const [library, { options }] = await Promise.all([load(), askAccounts('passkey-begin', { password })]);
  const answer = await onDevice(() => library.startRegistration({ optionsJSON: options as RegistrationOptions }));
  return (await askAccounts('passkey-add', { name, answer: { ...answer } })).passkey;
};
