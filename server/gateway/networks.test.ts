import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { createAddressOf, networkOf } from './networks.ts';
import { createOriginCheck } from './origins.ts';

const from = (remoteAddress: string, forwarded?: string) =>
  ({ socket: { remoteAddress }, headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded } }) as unknown as IncomingMessage;

describe('where a request comes from', () => {
  it.each([
    { trusted: [], remote: '203.0.113.7', forwarded: '1.2.3.4', is: '203.0.113.7' },
    { trusted: [], remote: '127.0.0.1', forwarded: '1.2.3.4', is: '127.0.0.1' },
    { trusted: ['10.0.0.0/8'], remote: '203.0.113.7', forwarded: '1.2.3.4', is: '203.0.113.7' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: '1.2.3.4', is: '1.2.3.4' },
    { trusted: ['127.0.0.1'], remote: '::ffff:127.0.0.1', forwarded: '::ffff:1.2.3.4', is: '1.2.3.4' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: '6.6.6.6, 1.2.3.4', is: '1.2.3.4' },
    { trusted: ['127.0.0.1', '10.0.0.0/8'], remote: '127.0.0.1', forwarded: '6.6.6.6, 1.2.3.4, 10.1.2.3', is: '1.2.3.4' },
    { trusted: ['::1', 'fd00::/8'], remote: '::1', forwarded: '2001:db8::5, fd00::1', is: '2001:db8::5' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: undefined, is: '127.0.0.1' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: 'unknown, "x", ', is: '127.0.0.1' },
    { trusted: ['127.0.0.0/8'], remote: '127.0.0.1', forwarded: '127.0.0.5', is: '127.0.0.5' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: '6.6.6.6, unknown', is: '127.0.0.1' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: '6.6.6.6, ', is: '127.0.0.1' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: '6.6.6.6, 1.2.3.4:5678', is: '1.2.3.4' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: '6.6.6.6, [2001:db8::5]:443', is: '2001:db8::5' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: '2001:DB8:0:0::0005', is: '2001:db8::5' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: '::ffff:102:304', is: '1.2.3.4' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: '0:0:0:0:0:FFFF:1.2.3.4', is: '1.2.3.4' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: '6.6.6.6, ::ffff:7f00:1', is: '6.6.6.6' },
    { trusted: ['127.0.0.1'], remote: '127.0.0.1', forwarded: '6.6.6.6, 01.2.3.4', is: '127.0.0.1' },
  ])('is $is, of $remote forwarded for $forwarded, with $trusted trusted', ({ trusted, remote, forwarded, is }) => {
    expect(createAddressOf(trusted)(from(remote, forwarded))).toBe(is);
  });

  it('believes no other header', () => {
    const request = { socket: { remoteAddress: '127.0.0.1' }, headers: { forwarded: 'for=6.6.6.6', 'x-real-ip': '6.6.6.6' } };
    expect(createAddressOf(['127.0.0.1'])(request as unknown as IncomingMessage)).toBe('127.0.0.1');
  });
});

describe('the network that limits count by', () => {
  it.each([
    ['203.0.113.7', '203.0.113.7'],
    ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
    ['2001:0db8:0001:0002::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:2::', '2001:db8:1:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['2001:DB8:1:2::1', '2001:db8:1:2::/64'],
    ['2001:db8:1:2:0:0:1.2.3.4', '2001:db8:1:2::/64'],
    ['1::', '1:0:0:0::/64'],
    ['::ffff:203.0.113.7', '203.0.113.7'],
    ['::ffff:cb00:7107', '203.0.113.7'],
    ['fe80::1%eth0', 'fe80:0:0:0::/64'],
  ])('of %s is %s', (address, network) => {
    expect(networkOf(address)).toBe(network);
  });

  it('is another for another household', () => {
    expect(networkOf('2001:db8:1:3::1')).not.toBe(networkOf('2001:db8:1:2::1'));
  });
});

describe('W1: an origin of this house', () => {
  const at = (publicUrl: string | null, origin: string | undefined, host = 'parlor.example:3000') =>
    createOriginCheck(publicUrl)({ host, ...(origin === undefined ? {} : { origin }) });
  const here = 'https://parlor.example';

  it.each([
    [here, here, true],
    [here, undefined, false],
    [here, 'null', false],
    [here, '', false],
    [here, 'https://parlor.example.evil.org', false],
    [here, 'https://evil-parlor.example', false],
    [here, 'https://parlor.example:8443', false],
    [here, 'http://parlor.example', false],
    [here, 'https://sub.parlor.example', false],
    [null, 'http://parlor.example:3000', true],
    [null, 'https://parlor.example:3000', true],
    [null, 'http://parlor.example:3001', false],
    [null, 'http://parlor.example:3000.evil.org', false],
    [null, 'http://evil.org#parlor.example:3000', false],
    [null, 'http://parlor.example:3000@evil.org', false],
    [null, 'ftp://parlor.example:3000', false],
    [null, 'not a url', false],
    [null, undefined, false],
  ])('served at %s, asked from %s: %s', (publicUrl, origin, isOwn) => {
    expect(at(publicUrl, origin)).toBe(isOwn);
  });
});
