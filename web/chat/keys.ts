// A message's key: made by its sender once per message, so that sending it again is harmless. A UUID of version 7.
// Not `crypto.randomUUID`: a house on a LAN may be open over plain http, where browsers leave that one out.
import type { MessageKey } from '../../protocol/wire.ts';

export const newMessageKey = (nowMs: number = Date.now()): MessageKey => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let index = 0; index < 6; index += 1) bytes[index] = Math.floor(nowMs / 256 ** (5 - index)) % 256;
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as MessageKey;
};
