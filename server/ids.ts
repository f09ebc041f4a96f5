// Ids: UUIDs of version 7 (RFC 9562), which sort by the time they were made, and secrets, which sort by nothing.
import { randomBytes } from 'node:crypto';

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
