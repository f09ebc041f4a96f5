// Where a request comes from. A forwarded address is believed only from hops that the operator named; IPv6 counts by /64, because one household has
// that many addresses. An address is the same however it is written.
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

export type AddressOf = (request: IncomingMessage) => string;

const word = (hex: string): [number, number] => [Number.parseInt(hex, 16) >> 8, Number.parseInt(hex, 16) & 0xff];

/** One form for each address, an IPv4 address inside IPv6 as itself; null for what is none. */
const canonical = (text: string): string | null => {
  const address = text.split('%')[0]!;
  if (isIP(address) !== 6) return isIP(address) === 4 ? address : null;
  const plain = new URL(`http://[${address}]`).hostname.slice(1, -1);
  const [, high, low] = /^::ffff:([\da-f]+):([\da-f]+)$/.exec(plain) ?? [];
  return high === undefined || low === undefined ? plain : [...word(high), ...word(low)].join('.');
};

/** As proxies write it: some add the port. */
const hopOf = (text: string): string | null => {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d{1,5})?|([\d.]+):\d{1,5})$/.exec(text) ?? [];
  return canonical(bracketed ?? plain ?? text);
};

export const createAddressOf = (trustedProxies: readonly string[]): AddressOf => {
  const trusted = new BlockList();
  for (const proxy of trustedProxies) {
    const [address, bits] = proxy.split('/') as [string, string | undefined];
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    trusted.addSubnet(address, bits === undefined ? (family === 'ipv6' ? 128 : 32) : Number(bits), family);
  }
  const isTrusted = (address: string) => trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');

  return (request) => {
    const hops = String(request.headers['x-forwarded-for'] ?? '')
      .split(',')
      .map((hop) => hop.trim());
    let address = canonical(request.socket.remoteAddress ?? '') ?? '0.0.0.0';
    while (isTrusted(address) && hops.length > 0) {
      // What a trusted hop did not make out, nobody makes out: what stands before it may be anybody's invention.
      const before = hopOf(hops.pop()!);
      if (before === null) break;
      address = before;
    }
    return address;
  };
};

/** The key that limits are kept by. */
export const networkOf = (address: string): string => {
  const plain = canonical(address) ?? address;
  if (isIP(plain) !== 6) return plain;
  const [head, tail] = plain.split('::') as [string, string?];
  const left = head.split(':').filter(Boolean);
  const right = (tail ?? '').split(':').filter(Boolean);
  const middle = tail === undefined ? [] : Array.from({ length: 8 - left.length - right.length }, () => '0');
  return `${[...left, ...middle, ...right].slice(0, 4).join(':')}::/64`;
};
