// Ids: UUIDs of version 7 (RFC 9562), which sort by the time they were made, and secrets, which sort by nothing.
import { createHash, createHmac, randomBytes } from 'node:crypto';

/** 48 bits of milliseconds, 74 of chance. */
export const newId = (now = Date.now()): string => {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

/** 256 bits from the system's generator, for anything that must not be guessed. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

/** How a secret of 256 bits is stored, so that a stolen database opens nothing. In hex. */
export const hashOf = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** A secret that need not be stored, because it can be made again from the house's own: 256 bits, another one for each `purpose`. */
export const derivedSecret = (secret: string, purpose: string): string => createHmac('sha256', secret).update(purpose).digest('base64url');
