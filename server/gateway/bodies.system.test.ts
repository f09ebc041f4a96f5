// Wrong bodies, made from the schemas themselves, for every request there is: each is refused with a code that says so, changes nothing, and the
// socket goes on. Fields are turned into what they must not be, one at a time; then whole bodies are made up.
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { LIMITS, PROTOCOL_VERSION } from '../../protocol/constants.ts';
import { wingRequests, type RequestReply } from '../../protocol/protocol.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { createFakeClock } from '../clock.ts';
import { newId } from '../ids.ts';
import { openRaw, type Raw } from '../testing/dial.ts';
import { openHouse, type House, type Person } from '../testing/house.ts';

const names = Object.keys(wingRequests) as (keyof typeof wingRequests)[];
const clock = createFakeClock(Date.now());
let house: House;
let alice: Person;
let raw: Raw;
let roomId: RoomId;
let before: string;

/** All that a body could change, but for calls, of which there is none. */
const state = async (): Promise<string> => {
  const { db } = house.database;
  const tables = ['rooms', 'members', 'events', 'messages', 'accounts', 'house'] as const;
  return JSON.stringify(await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute())));
};

beforeAll(async () => {
  house = await openHouse({ clock });
  alice = await house.signUp('Alice');
  raw = await openRaw({ port: house.port, cookie: alice.cookie });
  const hello = (await raw.ask('hello', { version: PROTOCOL_VERSION })).ok as RequestReply<'hello'>;
  roomId = hello.rooms[0]!.room.id;
  await raw.ask('chat.post', { roomId, key: newId(), text: 'here before' });
  before = await state();
});
beforeEach(() => clock.advance(10_000));
afterAll(() => house.close());

const ask = async (name: string, body: unknown) => {
  clock.advance(20);
  return raw.ask(name, body);
};

const REFUSED = ['bad-request', 'too-long'];
const FOUND_OUT_LATER = [...REFUSED, 'not-found', 'not-in-call', 'taken', 'not-allowed', 'full'];

type Schema = { type?: string; properties?: Record<string, Schema>; required?: string[]; anyOf?: Schema[] };

/** A body that fits, as far as its shape goes; its room is none that there is. */
const SAMPLES: Record<string, unknown> = {
  roomId: () => newId(),
  key: () => newId(),
  accountId: () => alice.account.id,
  name: () => 'A good name',
  text: () => 'A good text',
  slug: () => 'lounge',
  visibility: () => 'public',
  seq: () => 1,
  about: () => 'A good line',
  pronouns: () => 'they/them',
  timeZone: () => 'Europe/Berlin',
  status: () => ({ text: 'Gardening', emoji: '', until: null }),
  role: () => 'member',
  rights: () => ({ maySpeak: true, mayShare: false }),
  isLocked: () => true,
  accountIds: () => [alice.account.id],
  terms: () => ({ kind: 'house', role: 'member' }),
  expiresInMs: () => 60_000,
  maxUses: () => 1,
  secret: () => 'A'.repeat(43),
  removePeople: () => false,
  show: () => 'all',
  isSuspended: () => true,
  settings: () => ({ signUp: { kind: 'open' }, limits: { uploadBytes: 1_000_000, storedBytes: 10_000_000 } }),
  source: () => 'microphone',
  direction: () => 'send',
  isPaused: () => false,
  trackIds: () => [newId()],
  rtpCapabilities: () => ({ codecs: [], headerExtensions: [] }),
  rtpParameters: () => ({ codecs: [{ mimeType: 'audio/opus', payloadType: 111, clockRate: 48_000 }], encodings: [{ ssrc: 1 }] }),
  sendFingerprints: () => [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => '00').join(':') }],
  receiveFingerprints: () => [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => '00').join(':') }],
};
const schemaOf = (name: keyof typeof wingRequests) =>
  z.toJSONSchema(wingRequests[name].body as z.ZodType, { unrepresentable: 'any', io: 'input' }) as Schema;
const sampleOf = (name: keyof typeof wingRequests): Record<string, unknown> =>
  Object.fromEntries((schemaOf(name).required ?? []).map((field) => [field, ((SAMPLES[field] as (() => unknown) | undefined) ?? newId)()]));

const WRONG_FOR_ALL: [string, unknown][] = [
  ['null', null],
  ['an empty object', {}],
  ['an object with a text', { $ne: '' }],
  ['an object that wants to be a text', { toString: 'x', length: 1 }],
  ['a list in a list', [[]]],
  ['a number that is none', Infinity],
  ['a huge number', 1e300],
  ['a half', 0.5],
  ['a negative number', -1],
];

describe.each(names)('W4: %s', (name) => {
  const { required = [], properties = {} } = schemaOf(name);

  it('has samples here that fit its schema, so that what is refused below is refused for the right reason', () => {
    expect(wingRequests[name].body.safeParse(sampleOf(name)).error).toBeUndefined();
  });

  it('refuses what is no object', async () => {
    for (const body of [null, 7, 'text', true, [], [{}], [sampleOf(name)]]) {
      expect((await ask(name, body)).no?.code, JSON.stringify(body)).toBe('bad-request');
    }
  });

  it('refuses keys that it does not know, the dangerous ones too', async () => {
    for (const key of ['extra', 'accountId2', 'constructor', 'prototype', 'toString', '__proto__']) {
      const text = `{${JSON.stringify(key)}:{"isAdmin":true},${JSON.stringify(sampleOf(name)).slice(1)}`.replace(',}', '}');
      expect((await ask(name, JSON.parse(text))).no?.code, key).toBe('bad-request');
    }
    expect(({} as Record<string, unknown>)['isAdmin']).toBeUndefined();
  });

  it('refuses a body with a field left out', async () => {
    for (const field of required) {
      const { [field]: _left, ...rest } = sampleOf(name);
      expect((await ask(name, rest)).no?.code, field).toBe('bad-request');
    }
  });

  it('refuses fields that are something else', async () => {
    for (const field of Object.keys(properties)) {
      const takesAnything = properties[field]?.type === undefined && properties[field]?.anyOf === undefined;
      for (const [what, value] of takesAnything ? [] : WRONG_FOR_ALL) {
        const body = { ...sampleOf(name), [field]: value };
        // JSON has no such number: it says null.
        if (wingRequests[name].body.safeParse(JSON.parse(JSON.stringify(body))).success) continue;
        expect(REFUSED, `${field}: ${what}`).toContain((await ask(name, body)).no?.code);
      }
    }
  });

  it('refuses whatever else fast-check makes up', async () => {
    const fields = Object.keys(properties);
    const value = fc.oneof(
      fc.jsonValue({ maxDepth: 3 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.constantFrom(roomId, newId(), alice.account.id),
    );
    const bodies = fc.dictionary(fc.oneof(fc.constantFrom(...fields, 'x'), fc.string({ maxLength: 12 })), value, { maxKeys: 6 });
    await fc.assert(
      fc.asyncProperty(bodies, async (body) => {
        const sent = JSON.parse(JSON.stringify(body)) as unknown;
        if (wingRequests[name].body.safeParse(sent).success) return;
        const { no } = await ask(name, sent);
        expect(FOUND_OUT_LATER).toContain(no?.code);
      }),
      { numRuns: 20, seed: 7 },
    );
  });
});

describe('W4: of two keys of one name', () => {
  it('the one that is parsed is the one that is used', async () => {
    const text = JSON.stringify({ roomId, key: newId(), text: 'second' });
    const twice = `{"id":77777,"ask":"chat.mark-read","ask":"chat.post","body":{},"body":${text.replace('{', '{"text":{"a":1},')}}`;
    expect(await raw.say(77_777, twice)).toMatchObject({ ok: { message: { text: 'second' } } });
    before = await state();
  });
});

describe('C4: a message', () => {
  const post = async (text: string) => ask('chat.post', { roomId, key: newId(), text });

  it('of one character more than 8,000 is too long; emoji count twice', async () => {
    for (const text of ['x'.repeat(LIMITS.messageText + 1), '🐈'.repeat(LIMITS.messageText / 2) + 'x']) {
      expect((await post(text)).no).toEqual({ code: 'too-long', message: 'text has more than 8000 characters' });
    }
  });

  it.each([
    ['nothing', ''],
    ['spaces', ' \n\t\u3000 '],
    ['half of an emoji', 'a\ud83d'],
    ['a NUL', 'a\u0000b'],
  ])('of %s is refused', async (_what, text) => {
    expect((await post(text)).no?.code).toBe('bad-request');
  });
});

it('W4: and after all of that nothing has changed, nothing was logged as a bug, and the socket lives', async () => {
  expect(await state()).toBe(before);
  expect(house.logged.filter(({ level }) => level >= 50)).toEqual([]);
  expect((await ask('rooms.view', { roomId })).ok).toBeDefined();
});
