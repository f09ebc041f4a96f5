// Guests and the lobby over real sockets: what a browser is told that comes by a link, what it may resume, and that a guest who stays loses neither the
// socket nor the call.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROTOCOL_VERSION } from '../protocol/constants.ts';
import type { RoomTerms } from '../protocol/invitations.ts';
import type { RequestReply } from '../protocol/protocol.ts';
import type { RoomId, Secret } from '../protocol/wire.ts';
import { createFakeClock } from './clock.ts';
import { newId } from './ids.ts';
import { browserCapabilities, fingerprints, microphone } from './media/rtp-samples.ts';
import { GONE_AFTER_MS } from './rooms/waits.ts';
import { knock, openRaw } from './testing/dial.ts';
import { openHouse, PASSWORD, postJson, type House, type Person } from './testing/house.ts';
import type { Page } from './testing/page.ts';

let house: House;
let alice: Person;
let roomId: RoomId;
let page: Page;
const clock = createFakeClock(Date.now());
beforeAll(async () => {
  house = await openHouse({ clock, logLevel: 'trace' });
  alice = await house.signUp('Alice');
  page = house.page(alice);
  await page.connect();
  roomId = (await page.ask('rooms.create', { name: 'Study', visibility: 'private' })).summary.room.id;
});
afterAll(() => house.close());

const link = async (terms: Partial<RoomTerms> = {}): Promise<Secret> => {
  const rights = { maySpeak: true, mayShare: true };
  const { invitation } = await page.ask('invitations.create', {
    terms: { kind: 'room', roomId, role: 'guest', entry: 'direct', history: 'none', rights, ...terms },
    expiresInMs: null,
    maxUses: null,
  });
  return invitation.secret!;
};

const cookieOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((line) => line.split(';')[0]!)
    .join('; ');

/** Comes by a link, over HTTP like a browser. */
const come = async (secret: Secret, name: string): Promise<Person> => {
  clock.advance(10_000);
  const response = await postJson(house.url, '/api/invitations/enter', { secret, name });
  expect(response.status).toBe(200);
  const { account } = (await response.json()) as { account: Person['account'] };
  return { name, email: '', cookie: cookieOf(response), account };
};
const say = (text: string) => page.ask('chat.post', { roomId, key: newId(), text });
const eventsOf = (other: Page) => other.frames.flatMap((frame) => ('event' in frame ? [frame.event] : []));

describe('I8: what is missed', () => {
  it('is never what was before, whatever a browser says that it holds', async () => {
    await say('Before');
    const gina = await come(await link(), 'Gina');
    const { message } = await say('After');
    for (const seq of [0, 1, 2, message.seq - 2, message.seq - 1, message.seq, message.seq + 5]) {
      const raw = await openRaw({ port: house.port, cookie: gina.cookie });
      const { ok } = await raw.ask('hello', { version: PROTOCOL_VERSION, resume: [{ roomId, seq }] });
      const { rooms, stale } = ok as RequestReply<'hello'>;
      const { sinceSeq } = rooms[0]!;
      expect(stale.includes(roomId)).toBe(seq < sinceSeq || seq > message.seq);
      // Whatever follows is there by the time that this is answered.
      await raw.ask('chat.history', { roomId });
      const events = raw.heard.flatMap((frame) => (frame['room'] === roomId && 'seq' in frame ? [frame['seq']] : []));
      expect(events).toEqual(seq >= sinceSeq && seq < message.seq ? [message.seq] : []);
      expect(JSON.stringify(raw.heard)).not.toContain('Before');
      raw.socket.terminate();
    }
  });
});

describe('I10: whoever waits', () => {
  it('is told so by hello, follows nothing, and goes in as soon as they are let', async () => {
    const gus = await come(await link({ entry: 'lobby' }), 'Gus');
    const own = house.page(gus);
    const { rooms, waitingFor } = await own.connect();
    expect(rooms).toEqual([]);
    expect(waitingFor).toMatchObject([{ roomId, name: 'Study' }]);
    await say('Not for Gus');
    await page.when(() => page.rooms.summaries.get(roomId)?.lobby.length === 1);
    await page.ask('rooms.admit', { roomId, accountIds: [gus.account.id] });
    await own.when(() => own.rooms.summaries.has(roomId));
    expect(eventsOf(own)).toEqual(['rooms.waited', 'rooms.entered']);
    const { message } = await say('For Gus');
    await own.when(() => own.frames.some((frame) => 'seq' in frame && frame.seq === message.seq));
    expect(JSON.stringify(own.frames)).not.toContain('Not for Gus');
    expect(own.rooms.wrongs).toEqual([]);
    own.close();
  });

  it('I12: goes on waiting over a reload, and not without a browser', async () => {
    const gil = await come(await link({ entry: 'lobby' }), 'Gil');
    const isWaiting = () => page.rooms.summaries.get(roomId)?.lobby.some(({ account }) => account.id === gil.account.id) ?? false;
    await page.when(isWaiting);
    const own = house.page(gil);
    await own.connect();
    clock.advance(GONE_AFTER_MS);
    own.cut();
    // The server has noticed by the time that it greets the next one.
    expect((await own.connect()).waitingFor).toHaveLength(1);
    clock.advance(GONE_AFTER_MS);
    expect((await page.ask('rooms.view', { roomId })).view.lobby).toHaveLength(1);
    const before = house.parlor.sessions.count;
    own.close();
    while (house.parlor.sessions.count === before) await new Promise((resolve) => setImmediate(resolve));
    clock.advance(GONE_AFTER_MS);
    await page.when(() => !isWaiting());
    expect((await own.connect()).waitingFor).toEqual([]);
    own.close();
  });
});

describe('I15: a guest who stays', () => {
  it('keeps the socket and the call, and comes back with the new cookie alone', async () => {
    const gina = await come(await link(), 'Gina');
    const own = house.page(gina);
    await own.connect();
    const { participantId } = await own.ask('calls.join', {
      roomId,
      rtpCapabilities: browserCapabilities,
      sendFingerprints: fingerprints,
      receiveFingerprints: fingerprints,
    });
    await own.ask('calls.publish', { participantId, source: 'microphone', rtpParameters: microphone(), isPaused: false });
    const wish = { name: 'Gina', email: 'gina@example.org', password: PASSWORD, isGuest: true };
    const response = await postJson(house.url, '/api/accounts/create', wish, { cookie: gina.cookie });
    expect(response.status).toBe(200);
    await own.when(() => eventsOf(own).includes('accounts.own-changed'));
    // The very socket may ask now what members may, and sits where it sat.
    await own.ask('rooms.directory', {});
    await own.ask('calls.publish', { participantId, source: 'microphone', rtpParameters: microphone(), isPaused: true });
    const call = house.parlor.calls.callOf(roomId);
    expect(call?.participants).toMatchObject([
      { id: participantId, isAway: false, account: { kind: 'person' }, tracks: [{ isPaused: true }] },
    ]);
    expect(own.closes).toEqual([]);
    // The old cookie opens nothing any more; the new one resumes the same seat.
    expect(await knock({ port: house.port, cookie: gina.cookie })).toBe(401);
    own.cut();
    const again = house.page({ ...gina, cookie: cookieOf(response) });
    expect((await again.connect()).me).toMatchObject({ id: gina.account.id, kind: 'person', role: 'member', email: 'gina@example.org' });
    await again.ask('calls.rejoin', { participantId });
    // Signing out here ends it all, as for everybody.
    await postJson(house.url, '/api/accounts/sign-out', {}, { cookie: cookieOf(response) });
    await again.when(() => again.closes.includes(4001));
    expect(house.parlor.calls.callOf(roomId)).toBeNull();
  });
});

describe('I1: a link', () => {
  it('is in nothing that is logged, whatever becomes of it', async () => {
    const secret = await link();
    await come(secret, 'Gina');
    await postJson(house.url, '/api/invitations/look', { secret });
    await postJson(house.url, '/api/invitations/enter', { secret, name: '\u202e' });
    await postJson(house.url, '/api/invitations/enter', { secret: `${secret}x`, name: 'Gina' });
    await fetch(`${house.url}/join?${secret}`);
    expect(house.logged.length).toBeGreaterThan(0);
    expect(JSON.stringify(house.logged)).not.toContain(secret);
  });
});
