// Pictures over HTTP, in a whole house: who may send one and how large, what an answer says of itself, and that nobody learns more than is theirs.
import sharp from 'sharp';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import type { OwnAccount } from '../../protocol/accounts.ts';
import { createFakeClock } from '../clock.ts';
import { gif } from '../files/hostile-pictures.testing.ts';
import { openHouse, type House, type Person } from '../testing/house.ts';
import { sendHttp } from '../testing/http.ts';

const clock = createFakeClock(Date.now());
let house: House;
let alice: Person;
let bob: Person;
let photo: Buffer;
beforeAll(async () => {
  house = await openHouse({ clock });
  alice = await house.signUp('Alice');
  bob = await house.signUp('Bob');
  photo = await sharp({ create: { width: 300, height: 200, channels: 3, background: '#3a7d44' } })
    .jpeg()
    .toBuffer();
});
beforeEach(() => clock.advance(60 * 60_000));
afterAll(() => house.close());

const send = async (cookie: string | null, body: Buffer, headers: Record<string, string> = {}) => {
  const answer = await sendHttp(house.port, 'POST', '/api/pictures', {
    headers: { 'content-type': 'image/jpeg', origin: house.url, ...(cookie && { cookie }), ...headers },
    body,
  });
  return { ...answer, json: JSON.parse(answer.text) as { me?: OwnAccount; code?: string } };
};
const look = (path: string, cookie?: string, headers: Record<string, string> = {}) =>
  fetch(`${house.url}/api/pictures/${path}`, { headers: { ...(cookie && { cookie }), ...headers } });

describe('sending one', () => {
  it('answers with the whole account, and the other windows are told', async () => {
    const page = house.page(alice);
    await page.connect();
    const { status, json, headers } = await send(alice.cookie, photo);
    expect([status, json.me?.id, headers['content-type']]).toEqual([200, alice.account.id, 'application/json; charset=utf-8']);
    await page.when(() => page.frames.some((frame) => 'event' in frame && frame.event === 'accounts.own-changed'));
  });

  it.each([
    ['nobody', 401, 'signed-out', () => send(null, photo)],
    ['a page of another site', 403, 'not-allowed', () => send(alice.cookie, photo, { origin: 'https://evil.example' })],
    ['a form', 415, 'not-a-picture', () => send(alice.cookie, photo, { 'content-type': 'multipart/form-data; boundary=x' })],
    ['words', 415, 'not-a-picture', () => send(alice.cookie, Buffer.from('{}'), { 'content-type': 'application/json' })],
    [
      'an SVG, whatever it is called',
      415,
      'not-a-picture',
      () => send(alice.cookie, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')),
    ],
    ['nothing', 415, 'not-a-picture', () => send(alice.cookie, Buffer.alloc(0))],
    ['more than ten megabytes', 413, 'too-large', () => send(alice.cookie, Buffer.alloc(LIMITS.pictureBytes + 1))],
    [
      'more, without saying so',
      413,
      'too-large',
      () => send(alice.cookie, Buffer.alloc(LIMITS.pictureBytes + 1), { 'transfer-encoding': 'chunked' }),
    ],
  ])('from %s is refused', async (_who, status, code, ask) => {
    const answer = await ask();
    expect([answer.status, answer.json.code]).toEqual([status, code]);
  });
});

describe('P24: looking at one', () => {
  it('is let in by the cookie, and says of itself that it is a picture and nothing else', async () => {
    const { json } = await send(alice.cookie, gif(1, 'fetch("https://evil.example")'), { 'content-type': 'application/octet-stream' });
    const answer = await look(`${json.me!.picture}/128`, bob.cookie);
    expect(answer.status).toBe(200);
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'image/webp',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-disposition': 'inline; filename="picture.webp"',
      'content-security-policy': "default-src 'none'; sandbox",
      'x-content-type-options': 'nosniff',
      'cross-origin-resource-policy': 'same-origin',
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'webp', width: 128, height: 128 });
    expect(bytes.includes('fetch')).toBe(false);
  });

  it('what is not there, and what is no name of one, is answered alike', async () => {
    const { json } = await send(alice.cookie, photo);
    const picture = json.me!.picture!;
    const paths = [
      'AAAAAAAAAAAAAAAAAAAAAA/64',
      `${picture}/65`,
      `${picture}/0`,
      `${picture}/064`,
      `${picture}/64.0`,
      `${picture}/%2e%2e%2f64`,
      `..%2f..%2fparlor.sqlite/64`,
      `${picture.slice(1)}/64`,
      `${picture}%00/64`,
    ];
    const answers = await Promise.all(paths.map(async (path) => [path, (await look(path, alice.cookie)).status]));
    expect(answers).toEqual(paths.map((path) => [path, 404]));
  });

  it('is not for those who are signed out, nor for pages of other sites', async () => {
    const { json } = await send(alice.cookie, photo);
    const path = `${json.me!.picture}/64`;
    expect((await look(path)).status).toBe(401);
    expect((await look(path, 'parlor=forged')).status).toBe(401);
    expect((await look(path, alice.cookie, { 'sec-fetch-site': 'cross-site' })).status).toBe(403);
    expect((await look(path, alice.cookie, { 'sec-fetch-site': 'same-origin' })).status).toBe(200);
  });
});

it('logged no bug all the while', () => {
  expect(house.logged.filter(({ level }) => level >= 50)).toEqual([]);
});
