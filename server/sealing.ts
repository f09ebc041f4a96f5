// Secrets at rest that must be read again: sealed with AES-256-GCM under a key that is derived from the house's secret, which does not lie in the
// database. Each is bound to what it is and whose, so that a row that is moved to another account opens nothing. What need not be read again is hashed.
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto';

export type Sealing = {
  seal(text: string, of: string): string;
  /** Throws on what was not sealed for the same. */
  unseal(sealed: string, of: string): string;
  /** The same text of the same gives the same; nothing leads back. In hex. */
  hash(text: string, of: string): string;
};

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const createSealing = (secret: string): Sealing => {
  const keyFor = (use: string) => Buffer.from(hkdfSync('sha256', secret, '', `parlor ${use}`, 32));
  const sealingKey = keyFor('sealing');
  const hashingKey = keyFor('hashing');
  return {
    seal(text, of) {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', sealingKey, nonce).setAAD(Buffer.from(of));
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    },
    unseal(sealed, of) {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', sealingKey, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(of))
        .setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]).toString('utf8');
    },
    hash: (text, of) => createHmac('sha256', hashingKey).update(`${of}\0${text}`).digest('hex'),
  };
};
