// Routes with bodies and answers of any shape, through a real socket: the guards of every other route, and bodies that are read no further than
// the handler says.
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { Refusal } from '../../protocol/errors.ts';
import { createFakeClock } from '../clock.ts';
import { silentLog } from '../log.ts';
import { sendHttp, type Answer } from '../testing/http.ts';
import { createHttp } from './http.ts';
import { createAddressOf } from './networks.ts';
import { createOriginCheck } from './origins.ts';
import { createSecurityLog } from './security-log.ts';

const rate = { burst: 1_000, perSecond: 1_000 };
const clock = createFakeClock();
let app: Awaited<ReturnType<typeof createHttp>>;
let port: number;
let read = 0;

beforeAll(async () => {
  app = await createHttp({
    log: silentLog,
    clock,
    security: createSecurityLog(silentLog, clock),
    addressOf: createAddressOf([]),
    isOwnOrigin: createOriginCheck(null),
    isHttps: false,
    pageFolder: '/nowhere',
    health: async () => ({ status: 'ok' }),
    routes: [],
    rawRoutes: [
      {
        path: '/api/things/:name/:size',
        method: 'GET',
        rate,
        handle: async (_visitor, { params, query }) => ({
          status: 203,
          headers: { 'content-type': 'text/x-thing', 'cache-control': 'private', 'content-security-policy': 'sandbox' },
          setCookie: ['a=1', 'b=2'],
          body: Buffer.from(`${params['name']} ${params['size']} ${query.get('q')}`),
        }),
      },
      {
        path: '/api/things',
        method: 'POST',
        rate,
        async handle({ cookie }, request) {
          if (cookie === undefined) throw new Refusal('signed-out', 'who are you?');
          const body = await request.read(100_000);
          read += body.length;
          return { body: `${request.contentType} ${body.length}` };
        },
      },
      { path: '/api/come', method: 'GET', rate: { burst: 2, perSecond: 1 }, isOpen: true, handle: async () => ({ status: 303 }) },
    ],
  });
  await app.listen({ port: 0, host: '127.0.0.1' });
  ({ port } = app.server.address() as AddressInfo);
});
afterAll(() => app.close());

const send = (method: string, path: string, options: Parameters<typeof sendHttp>[3] = {}) => sendHttp(port, method, path, options);
const codeOf = ({ text }: Answer) => (JSON.parse(text) as { code?: string }).code;
const post = (body: Buffer | string, headers: Record<string, string> = {}) =>
  send('POST', '/api/things', { headers: { cookie: 'a', 'content-type': 'image/png', ...headers }, body });

it('an answer has its own status, headers and cookies, and the security headers of all', async () => {
  const { status, headers, text } = await send('GET', '/api/things/lamp%20shade/64?q=a%26b');
  expect([status, text]).toEqual([203, 'lamp shade 64 a&b']);
  expect(headers).toMatchObject({
    'content-type': 'text/x-thing',
    'cache-control': 'private',
    'content-security-policy': 'sandbox',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'set-cookie': ['a=1', 'b=2'],
  });
});

it('a body of any type, or of none, reaches the handler as it is', async () => {
  expect((await post(Buffer.alloc(90_000, 7))).text).toBe('image/png 90000');
  expect((await post('{"a":1}', { 'content-type': 'Application/JSON; charset=utf-8' })).text).toBe('application/json 7');
  expect((await send('POST', '/api/things', { headers: { cookie: 'a' }, body: 'x' })).text).toBe(' 1');
  expect((await post('')).text).toBe('image/png 0');
});

it('a body that is longer than the handler says is refused, whether it says so or not', async () => {
  const before = read;
  const declared = await post(Buffer.alloc(100_001));
  expect([declared.status, codeOf(declared)]).toEqual([413, 'too-large']);
  const chunked = await post(Buffer.alloc(3_000_000), { 'transfer-encoding': 'chunked' });
  expect([chunked.status, codeOf(chunked)]).toEqual([413, 'too-large']);
  expect(read).toBe(before);
});

it('nothing is read of a body before the handler asks for it', async () => {
  const answer = await send('POST', '/api/things', { headers: { 'content-type': 'image/png' }, body: Buffer.alloc(5_000_000) });
  expect([answer.status, codeOf(answer)]).toEqual([401, 'signed-out']);
});

it('other sites are refused, but where a route is open to them', async () => {
  for (const headers of [{ origin: 'https://evil.org' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }]) {
    expect(codeOf(await post('x', headers))).toBe('not-allowed');
    expect(codeOf(await send('GET', '/api/things/a/b', { headers }))).toBe('not-allowed');
  }
  expect((await send('GET', '/api/come', { headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(303);
});

it('each route has its rate, by network', async () => {
  clock.advance(60_000);
  const statuses: number[] = [];
  for (let index = 0; index < 3; index++) statuses.push((await send('GET', '/api/come')).status);
  expect(statuses).toEqual([303, 303, 429]);
  clock.advance(1_000);
  expect((await send('GET', '/api/come')).status).toBe(303);
});

it('the JSON routes still take JSON alone', async () => {
  const answer = await send('POST', '/health', { headers: { 'content-type': 'image/png' }, body: 'x' });
  expect([404, 415]).toContain(answer.status);
});
