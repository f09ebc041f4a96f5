// What a provider may say, and what it must not: each answer of a hostile one by itself, over HTTP.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT, type JWTPayload } from 'jose';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createFakeClock } from '../clock.ts';
import { createProvider, isSafeAddress, ProviderFailure } from './openid-provider.ts';

const CLIENT = { clientId: 'parlor', clientSecret: 'a secret of forty-two characters or thereabouts', name: 'It' };
const NONCE = 'the nonce of this flow';
const FLOW = { code: 'a code', redirectUri: 'https://house.example/api/openid/callback', verifier: 'a verifier', nonce: NONCE };

type Answer = (request: IncomingMessage, response: ServerResponse) => void;
const json =
  (value: unknown): Answer =>
  (_request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(value));

const { publicKey, privateKey } = await generateKeyPair('RS256', { extractable: true });
const stranger = await generateKeyPair('RS256');
const elliptic = await generateKeyPair('ES256');

let issuer: string;
let unsafe: string;
/** What is asked of it, and how it answers: changed by each test. */
let answers: Record<string, Answer>;
let keys: string;
let asked: { path: string; headers: IncomingMessage['headers']; body: string }[];
const hear = (request: IncomingMessage, response: ServerResponse): void => {
  let body = '';
  request.on('data', (chunk: Buffer) => (body += chunk.toString()));
  request.on('end', () => {
    asked.push({ path: request.url!, headers: request.headers, body });
    (answers[request.url!] ?? ((_request, missing) => void missing.writeHead(404).end()))(request, response);
  });
};
const server = createServer(hear);
/** On this machine, too, but not at an address that may be called in the clear. */
const elsewhere = createServer(hear);

const metadata = (changes: Record<string, unknown> = {}) => ({
  issuer,
  authorization_endpoint: `${issuer}/authorize`,
  token_endpoint: `${issuer}/token`,
  jwks_uri: `${issuer}/jwks`,
  userinfo_endpoint: `${issuer}/userinfo`,
  id_token_signing_alg_values_supported: ['RS256', 'ES256', 'HS256', 'none'],
  ...changes,
});
type Changes = { [Name in keyof JWTPayload]: JWTPayload[Name] | undefined };
const claims = (changes: Changes = {}): JWTPayload => {
  const now = Math.floor(Date.now() / 1_000);
  const own = { iss: issuer, aud: CLIENT.clientId, sub: 'nina', nonce: NONCE, iat: now, exp: now + 300 };
  const said = { ...own, email: 'nina@example.org', email_verified: true, name: 'Nina', ...changes };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined));
};
const sign = (
  payload: JWTPayload,
  key: CryptoKey | Uint8Array = privateKey,
  header: { alg: string; kid?: string } = { alg: 'RS256', kid: 'one' },
) => new SignJWT(payload).setProtectedHeader(header).sign(key);
const tokens = (idToken: string): Answer => json({ access_token: 'an access token', token_type: 'Bearer', id_token: idToken });

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  await new Promise<void>((resolve) => elsewhere.listen(0, '127.0.0.2', resolve));
  unsafe = `http://127.0.0.2:${(elsewhere.address() as AddressInfo).port}`;
});
afterAll(async () => {
  for (const each of [server, elsewhere]) {
    each.closeAllConnections();
    await new Promise((resolve) => each.close(resolve));
  }
});
beforeEach(async () => {
  asked = [];
  keys = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid: 'one', alg: 'RS256', use: 'sig' }] });
  answers = {
    '/.well-known/openid-configuration': json(metadata()),
    '/jwks': (_request, response) => void response.end(keys),
    '/token': tokens(await sign(claims())),
  };
});

const provider = (clock = createFakeClock(Date.now())) => createProvider({ issuer, ...CLIENT }, clock);
const redeem = () => provider().redeem(FLOW);
const fails = (work: Promise<unknown>) => expect(work).rejects.toBeInstanceOf(ProviderFailure);

it('a good answer names somebody; the code is redeemed with the verifier of its flow, by this house', async () => {
  expect(await redeem()).toEqual({ subject: 'nina', email: 'nina@example.org', names: ['Nina'] });
  const { headers, body } = asked.find(({ path }) => path === '/token')!;
  expect(Object.fromEntries(new URLSearchParams(body))).toEqual({
    grant_type: 'authorization_code',
    code: FLOW.code,
    redirect_uri: FLOW.redirectUri,
    code_verifier: FLOW.verifier,
  });
  expect(Buffer.from(headers.authorization!.slice('Basic '.length), 'base64').toString()).toBe(
    `parlor:${CLIENT.clientSecret.replaceAll(' ', '+')}`,
  );
});

describe('P64: an ID token is not good', () => {
  it.each<[what: string, token: () => Promise<string> | string]>([
    ['without a signature', () => new UnsecuredJWT(claims()).encode()],
    ['signed with what both sides know', () => sign(claims(), new TextEncoder().encode(CLIENT.clientSecret), { alg: 'HS256' })],
    [
      'signed with the public key as if it were a secret',
      async () => sign(claims(), new TextEncoder().encode(await exportSPKI(publicKey)), { alg: 'HS256', kid: 'one' }),
    ],
    ['signed by somebody else', () => sign(claims(), stranger.privateKey)],
    ['signed with a key that the provider does not name', () => sign(claims(), stranger.privateKey, { alg: 'RS256', kid: 'two' })],
    ['signed with another kind of key', () => sign(claims(), elliptic.privateKey, { alg: 'ES256', kid: 'one' })],
    ['of another issuer', () => sign(claims({ iss: 'https://evil.example' }))],
    ['of an issuer that begins like ours', () => sign(claims({ iss: `${issuer}.evil.example` }))],
    ['for another client', () => sign(claims({ aud: 'another' }))],
    ['for two clients, without saying which', () => sign(claims({ aud: [CLIENT.clientId, 'another'] }))],
    ['for two clients, and made for the other', () => sign(claims({ aud: [CLIENT.clientId, 'another'], azp: 'another' }))],
    ['made for another client', () => sign(claims({ azp: 'another' }))],
    ['of another sign-in', () => sign(claims({ nonce: 'another' }))],
    ['of no sign-in', () => sign(claims({ nonce: undefined }))],
    ['too old', () => sign(claims({ exp: Math.floor(Date.now() / 1_000) - 61 }))],
    ['that never ends', () => sign(claims({ exp: undefined }))],
    ['that is not good yet', () => sign(claims({ nbf: Math.floor(Date.now() / 1_000) + 120 }))],
    ['of nobody', () => sign(claims({ sub: undefined }))],
    ['that is none', () => 'a.b.c'],
    [
      'that was changed on the way',
      async () => (await sign(claims())).replace(/\.(.)/, (_all, first: string) => `.${first === 'e' ? 'f' : 'e'}`),
    ],
  ])('%s', async (_what, token) => {
    answers['/token'] = tokens(await token());
    await fails(redeem());
  });

  it('of an algorithm that the provider does not say it uses', async () => {
    answers['/.well-known/openid-configuration'] = json(metadata({ id_token_signing_alg_values_supported: ['ES256'] }));
    await fails(redeem());
  });
});

describe('P64: a good one is taken', () => {
  it('with a clock that is a little off, and for two clients when it was made for this one', async () => {
    answers['/token'] = tokens(
      await sign(claims({ exp: Math.floor(Date.now() / 1_000) - 30, aud: ['another', CLIENT.clientId], azp: CLIENT.clientId })),
    );
    expect((await redeem()).subject).toBe('nina');
  });

  it('with a key that is new since the last time', async () => {
    const clock = createFakeClock(Date.now());
    const same = provider(clock);
    await same.redeem(FLOW);
    answers['/jwks'] = json({ keys: [{ ...(await exportJWK(stranger.publicKey)), kid: 'two', alg: 'RS256' }] });
    answers['/token'] = tokens(await sign(claims(), stranger.privateKey, { alg: 'RS256', kid: 'two' }));
    // A provider changes its keys seldom; it is asked again with its other facts.
    clock.advance(60 * 60_000);
    answers['/token'] = tokens(
      await sign(claims({ exp: Math.floor(clock.now() / 1_000) + 300 }), stranger.privateKey, { alg: 'RS256', kid: 'two' }),
    );
    expect((await same.redeem(FLOW)).subject).toBe('nina');
    expect(asked.filter(({ path }) => path === '/jwks')).toHaveLength(2);
  });
});

describe('P65: an address counts', () => {
  const emailOf = async (changes: Changes, more?: Record<string, unknown>) => {
    answers['/token'] = tokens(await sign(claims(changes)));
    if (more) answers['/userinfo'] = json(more);
    return (await redeem()).email;
  };
  it.each([
    [true, 'nina@example.org'],
    ['true', 'nina@example.org'],
    [false, null],
    ['false', null],
  ])('where the provider says that it knows it: %j', async (email_verified, email) => {
    expect(await emailOf({ email_verified })).toBe(email);
  });

  it('also where it says so only when it is asked, with the token that it gave', async () => {
    const silent = { email: undefined, email_verified: undefined };
    expect(await emailOf(silent, { sub: 'nina', email: 'n@example.org', email_verified: true })).toBe('n@example.org');
    expect(asked.find(({ path }) => path === '/userinfo')!.headers.authorization).toBe('Bearer an access token');
    expect(await emailOf({ email_verified: undefined }, { sub: 'nina', email: 'n@example.org' })).toBe(null);
  });

  it('but not where that answer is of somebody else', async () => {
    const silent = { email: undefined, email_verified: undefined };
    await fails(emailOf(silent, { sub: 'somebody', email: 'n@example.org', email_verified: true }));
    await fails(emailOf(silent, { email: 'n@example.org', email_verified: true }));
  });
});

describe('P66: nobody is called but the provider, and it is not listened to for ever', () => {
  it.each<[what: string, spoil: () => void]>([
    ['calls itself by another name', () => (answers['/.well-known/openid-configuration'] = json(metadata({ issuer: `${issuer}/` })))],
    ['says nothing of itself', () => (answers['/.well-known/openid-configuration'] = json({ issuer }))],
    [
      'answers in another language',
      () => (answers['/.well-known/openid-configuration'] = (_request, response) => void response.end('<html>')),
    ],
    [
      'has its keys elsewhere, in the clear',
      () => (answers['/.well-known/openid-configuration'] = json(metadata({ jwks_uri: `${unsafe}/jwks` }))),
    ],
    [
      'has its tokens elsewhere, in the clear',
      () => (answers['/.well-known/openid-configuration'] = json(metadata({ token_endpoint: `${unsafe}/token` }))),
    ],
    [
      'has its tokens in a file',
      () => (answers['/.well-known/openid-configuration'] = json(metadata({ token_endpoint: 'file:///etc/passwd' }))),
    ],
    [
      'leads elsewhere',
      () => (answers['/token'] = (_request, response) => void response.writeHead(302, { location: `${issuer}/elsewhere` }).end()),
    ],
    ['fails', () => (answers['/token'] = (_request, response) => void response.writeHead(500).end('{}'))],
    ['refuses the code', () => (answers['/token'] = (_request, response) => void response.writeHead(400).end('{"error":"invalid_grant"}'))],
    ['gives no tokens', () => (answers['/token'] = json({ token_type: 'Bearer' }))],
    ['hangs up', () => (answers['/token'] = (request) => void request.socket.destroy())],
    ['answers without end', () => (answers['/jwks'] = (_request, response) => void response.end(keys.padEnd(300_000)))],
  ])('which %s', async (_what, spoil) => {
    spoil();
    await fails(redeem());
    expect(asked.some(({ path }) => path === '/elsewhere')).toBe(false);
  });

  it('people are led to no page of it that is not safe', async () => {
    answers['/.well-known/openid-configuration'] = json(metadata({ authorization_endpoint: 'http://192.0.2.1/authorize' }));
    await fails(provider().authorizationUrl({ redirectUri: FLOW.redirectUri, state: 'a', nonce: 'b', challenge: 'c' }));
  });

  it('its facts are read once an hour', async () => {
    const clock = createFakeClock(Date.now());
    const same = provider(clock);
    const ask = () => same.authorizationUrl({ redirectUri: FLOW.redirectUri, state: 'a', nonce: 'b', challenge: 'c' });
    for (let time = 0; time < 3; time++) await ask();
    expect(asked).toHaveLength(1);
    clock.advance(60 * 60_000);
    await ask();
    expect(asked).toHaveLength(2);
  });

  it.each([
    ['https://id.example.org/a', true],
    ['http://127.0.0.1:8080/a', true],
    ['http://localhost/a', true],
    ['http://[::1]/a', true],
    ['http://127.0.0.1.evil.example/', false],
    ['http://id.example.org/', false],
    ['http://10.0.0.1/', false],
    ['ftp://id.example.org/', false],
    ['id.example.org', false],
  ])('%s may be called: %s', (address, may) => {
    expect(isSafeAddress(address)).toBe(may);
  });
});
