// An authenticator in software, with a person who is always there: makes passkeys and signs with them, as WebAuthn has it (ES256, no attestation). What an
// honest one never does, it does when it is told to.
import { createHash, generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isoCBOR } from '@simplewebauthn/server/helpers';

type Options = { challenge: string; rpId?: string; rp?: { id?: string }; user?: { id: string } };

/** Departures from what is asked for. */
export type Twist = {
  origin?: string;
  rpId?: string;
  isVerified?: boolean;
  isPresent?: boolean;
  counter?: number;
  challenge?: string;
  userHandle?: string;
  type?: string;
};

export type Key = { id: string; rpId: string; userHandle: string; privateKey: KeyObject; counter: number };

const USER_PRESENT = 0x01;
const USER_VERIFIED = 0x04;
const HAS_CREDENTIAL = 0x40;

const base64url = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64url');
const sha256 = (data: string | Uint8Array): Buffer => createHash('sha256').update(data).digest();

const authData = (rpId: string, flags: number, counter: number, rest: Buffer = Buffer.alloc(0)): Buffer => {
  const head = Buffer.alloc(5);
  head.writeUInt8(flags, 0);
  head.writeUInt32BE(counter, 1);
  return Buffer.concat([sha256(rpId), head, rest]);
};

const flagsOf = ({ isVerified = true, isPresent = true }: Twist): number =>
  (isPresent ? USER_PRESENT : 0) | (isVerified ? USER_VERIFIED : 0);

/** `origin`: of the page that it is used on. `counts`: whether it counts its uses; most that sync do not. */
export const createAuthenticator = (origin: string, { counts = true } = {}) => {
  const clientData = (type: string, challenge: string, twist: Twist): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: twist.type ?? type,
        challenge: twist.challenge ?? challenge,
        origin: twist.origin ?? origin,
        crossOrigin: false,
      }),
    );

  return {
    create(options: unknown, twist: Twist = {}): { key: Key; answer: Record<string, unknown> } {
      const { challenge, rp, user } = options as Options;
      const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
      const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
      const key: Key = { id: base64url(randomBytes(32)), rpId: rp?.id ?? '', userHandle: user?.id ?? '', privateKey, counter: 0 };
      const id = Buffer.from(key.id, 'base64url');
      const cose = new Map<number, number | Uint8Array>([
        [1, 2],
        [3, -7],
        [-1, 1],
        [-2, new Uint8Array(Buffer.from(x, 'base64url'))],
        [-3, new Uint8Array(Buffer.from(y, 'base64url'))],
      ]);
      const length = Buffer.alloc(2);
      length.writeUInt16BE(id.length);
      const credential = Buffer.concat([Buffer.alloc(16), length, id, isoCBOR.encode(cose)]);
      const data = authData(twist.rpId ?? key.rpId, flagsOf(twist) | HAS_CREDENTIAL, 0, credential);
      const attestation = new Map<string, unknown>([
        ['fmt', 'none'],
        ['attStmt', new Map()],
        ['authData', new Uint8Array(data)],
      ]);
      const answer = {
        id: key.id,
        rawId: key.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(clientData('webauthn.create', challenge, twist)),
          attestationObject: base64url(isoCBOR.encode(attestation as never)),
          transports: ['internal', 'nonsense'],
        },
      };
      return { key, answer };
    },

    sign(options: unknown, key: Key, twist: Twist = {}): Record<string, unknown> {
      const { challenge } = options as Options;
      if (counts) key.counter++;
      const data = authData(twist.rpId ?? key.rpId, flagsOf(twist), twist.counter ?? key.counter);
      const client = clientData('webauthn.get', challenge, twist);
      return {
        id: key.id,
        rawId: key.id,
        type: 'public-key',
        clientExtensionResults: {},
        response: {
          clientDataJSON: base64url(client),
          authenticatorData: base64url(data),
          signature: base64url(sign('sha256', Buffer.concat([data, sha256(client)]), key.privateKey)),
          userHandle: twist.userHandle ?? key.userHandle,
        },
      };
    },
  };
};
