// A sign-in that is over is over everywhere, within a second: sockets, seats in calls, HTTP; also where the bus has lost it, and where a socket was being
// opened at that very moment.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CLOSE, PROTOCOL_VERSION } from '../../protocol/constants.ts';
import type { RequestReply } from '../../protocol/protocol.ts';
import type { AccountId } from '../../protocol/wire.ts';
import { createFakeClock } from '../clock.ts';
import type { Bus } from '../cluster/bus.ts';
import { createInProcessBus } from '../cluster/in-process.ts';
import { browserCapabilities, fingerprints, microphone } from '../media/rtp-samples.ts';
import { knock, openRaw, openSocket, type Raw } from '../testing/dial.ts';
import { openHouse, postJson, type House, type Person } from '../testing/house.ts';

const version = PROTOCOL_VERSION;
const RECHECK_MS = 30_000;
const clock = createFakeClock(Date.now());
const inner = createInProcessBus();
/** Runs once, when somebody subscribes to an account: a socket is being opened, and its sign-in was good a moment ago. */
let onSubscribe: ((accountId: AccountId) => void) | null = null;
const bus: Bus = {
  ...inner,
  subscribeToAccount(accountId, listener) {
    const leave = inner.subscribeToAccount(accountId, listener);
    onSubscribe?.(accountId);
    onSubscribe = null;
    return leave;
  },
};

let house: House;
let alice: Person;
let roomId: string;
beforeAll(async () => {
  house = await openHouse({ clock, bus });
  alice = await house.signUp('Alice');
});
afterAll(() => house.close());

const greet = async ({ cookie }: Person): Promise<Raw & { rooms: RequestReply<'hello'>['rooms'] }> => {
  const raw = await openRaw({ port: house.port, cookie });
  const hello = (await raw.ask('hello', { version })).ok as RequestReply<'hello'>;
  roomId = hello.rooms[0]!.room.id;
  return { ...raw, rooms: hello.rooms };
};
const post = (path: string, body: unknown, { cookie }: Person) => postJson(house.url, `/api/accounts/${path}`, body, { cookie });
const nobody = async (person: Person): Promise<void> => {
  const me = (await (await fetch(`${house.url}/api/accounts/me`, { headers: { cookie: person.cookie } })).json()) as { account: unknown };
  expect(me.account).toBe(null);
  expect((await post('totp-begin', { password: null }, person)).status).toBe(401);
  expect(await knock({ port: house.port, cookie: person.cookie })).toBe(401);
};
const join = async (raw: Raw) => {
  const joined = await raw.ask('calls.join', {
    roomId,
    rtpCapabilities: browserCapabilities,
    sendFingerprints: fingerprints,
    receiveFingerprints: fingerprints,
  });
  return (joined.ok as RequestReply<'calls.join'>).participantId;
};
/** How many sit in the call, as the others see it. */
const seated = () => house.parlor.calls.callOf(roomId as never)?.participants.length ?? 0;
const openTransports = () => house.sfu.count().transports;

describe('P50: a sign-in that is ended', () => {
  it('by its owner from elsewhere: that one, and no other', async () => {
    const [here, there] = [alice, await house.signIn(alice)];
    const [kept, lost] = [await greet(here), await greet(there)];
    const { signIns } = (
      (await (await fetch(`${house.url}/api/accounts/security`, { headers: { cookie: there.cookie } })).json()) as {
        security: { signIns: { id: string; isThis: boolean }[] };
      }
    ).security;
    const { id } = signIns.find(({ isThis }) => isThis)!;
    const startedAt = performance.now();
    expect((await post('end-sign-ins', { id }, here)).status).toBe(200);
    expect(await lost.closed).toBe(CLOSE.signedOut);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    await nobody(there);
    expect((await kept.ask('rooms.directory')).ok).toBeDefined();
    kept.socket.terminate();
  });

  it('by its owner, all but this', async () => {
    const others = [await house.signIn(alice), await house.signIn(alice)];
    const kept = await greet(alice);
    const lost = await Promise.all(others.map(greet));
    await post('end-sign-ins', { id: null }, alice);
    expect(await Promise.all(lost.map(({ closed }) => closed))).toEqual([CLOSE.signedOut, CLOSE.signedOut]);
    for (const other of others) await nobody(other);
    expect((await kept.ask('rooms.directory')).ok).toBeDefined();
    kept.socket.terminate();
  });

  it('of somebody else is not ended by its id', async () => {
    const bob = await house.signUp('Bob');
    const raw = await greet(bob);
    const row = await house.database.db.selectFrom('signIns').select('id').where('userId', '=', bob.account.id).executeTakeFirstOrThrow();
    expect((await post('end-sign-ins', { id: row.id }, alice)).status).toBe(200);
    expect((await raw.ask('rooms.directory')).ok).toBeDefined();
    expect(await knock({ port: house.port, cookie: bob.cookie })).toBe('open');
    raw.socket.terminate();
  });
});

it('P51: what a browser sends before it has heard that its sign-in is over is not done', async () => {
  const lou = await house.signUp('Lou');
  const raw = await greet(lou);
  // It does not read: for this browser the socket is open still.
  raw.socket.pause();
  await post('sign-out', {}, lou);
  const sent = new Promise((resolve) => {
    raw.socket.send(JSON.stringify({ id: 99, ask: 'rooms.create', body: { name: 'Too late', visibility: 'public' } }), resolve);
  });
  await sent;
  raw.socket.resume();
  expect(await raw.closed).toBe(CLOSE.signedOut);
  await house.database.check();
  expect(await house.database.db.selectFrom('rooms').select('id').where('name', '=', 'Too late').execute()).toEqual([]);
});

describe('P51: a seat of a sign-in that is over', () => {
  it('is free at once, media and all, though the browser neither reads nor answers', async () => {
    const carol = await house.signUp('Carol');
    const raw = await greet(carol);
    const participantId = await join(raw);
    await raw.ask('calls.publish', { participantId, source: 'microphone', rtpParameters: microphone(), isPaused: false });
    expect(seated()).toBe(1);
    raw.socket.pause();
    const freed = new Promise<void>((resolve) => {
      const leave = inner.subscribeToRoom(roomId as never, (message) => {
        if (message.kind !== 'signal' || seated() > 0) return;
        leave();
        resolve();
      });
    });
    const startedAt = performance.now();
    await post('sign-out', {}, carol);
    await freed;
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(openTransports()).toBe(0);
    raw.socket.terminate();
  });

  it('is free at once, too, while it is held for a browser that is away', async () => {
    const dora = await house.signUp('Dora');
    const raw = await greet(dora);
    await join(raw);
    const isAway = new Promise<void>((resolve) => {
      const leave = inner.subscribeToRoom(roomId as never, () => {
        if (!house.parlor.calls.callOf(roomId as never)?.participants[0]?.isAway) return;
        leave();
        resolve();
      });
    });
    raw.socket.terminate();
    await isAway;
    expect(seated()).toBe(1);
    await post('sign-out', {}, dora);
    expect(seated()).toBe(0);
    expect(openTransports()).toBe(0);
  });
});

describe('P52: what the bus has lost', () => {
  /** One look at all sessions, as the clock has it. */
  const lookAgain = () => clock.advance(RECHECK_MS);

  it.each<[what: string, spoil: (person: Person) => Promise<unknown>]>([
    ['a sign-in that is gone', ({ account }) => house.database.db.deleteFrom('signIns').where('userId', '=', account.id).execute()],
    [
      'an account that is suspended',
      ({ account }) => house.database.db.updateTable('accounts').set({ suspendedAt: 1 }).where('id', '=', account.id).execute(),
    ],
    [
      'an account that is deleted',
      ({ account }) => house.database.db.updateTable('accounts').set({ role: 'deleted' }).where('id', '=', account.id).execute(),
    ],
    [
      'a sign-in that is too old',
      ({ account }) =>
        house.database.db
          .updateTable('signIns')
          .set({ expiresAt: new Date(clock.now() - 1).toISOString() })
          .where('userId', '=', account.id)
          .execute(),
    ],
  ])('is found within half a minute: %s', async (_what, spoil) => {
    const eve = await house.signUp(`Eve ${performance.now()}`);
    const [raw, other] = [await greet(eve), await greet(alice)];
    await spoil(eve);
    expect((await raw.ask('rooms.directory')).ok).toBeDefined();
    lookAgain();
    expect(await raw.closed).toBe(CLOSE.signedOut);
    expect((await other.ask('rooms.directory')).ok).toBeDefined();
    other.socket.terminate();
  });

  it('is found, too: another role', async () => {
    const frank = await house.signUp('Frank');
    const raw = await greet(frank);
    expect((await raw.ask('admin.state')).no?.code).toBe('not-allowed');
    await house.database.db.updateTable('accounts').set({ role: 'admin' }).where('id', '=', frank.account.id).execute();
    lookAgain();
    // Answered after the look, which goes to the same database before it.
    await house.database.check();
    await raw.ask('rooms.directory');
    expect((await raw.ask('admin.state')).no).toBeUndefined();
    raw.socket.terminate();
  });

  it('is looked for again after the database has failed', async () => {
    const gina = await house.signUp('Gina');
    const raw = await greet(gina);
    await house.database.db.schema.alterTable('signIns').renameTo('elsewhere').execute();
    lookAgain();
    await house.database.check();
    await house.database.db.schema.alterTable('elsewhere').renameTo('signIns').execute();
    await house.database.db.deleteFrom('signIns').where('userId', '=', gina.account.id).execute();
    while (!house.logged.some(({ msg }) => msg.includes('looked at again'))) await house.database.check();
    lookAgain();
    expect(await raw.closed).toBe(CLOSE.signedOut);
  });
});

describe('P53: no socket slips through that is opened while its sign-in is being ended', () => {
  it('by what was told before anybody listened', async () => {
    const ivy = await house.signUp('Ivy');
    // Asked for before the server looks again, and told to nobody.
    onSubscribe = (accountId) => void house.database.db.deleteFrom('signIns').where('userId', '=', accountId).execute();
    expect(await knock({ port: house.port, cookie: ivy.cookie })).toBe(401);
  });

  it.each([null, 'its own'])('by what is told while the server looks again: %s', async (which) => {
    const jo = await house.signUp(`Jo ${which}`);
    const { id } = await house.database.db.selectFrom('signIns').select('id').where('userId', '=', jo.account.id).executeTakeFirstOrThrow();
    onSubscribe = (accountId) =>
      queueMicrotask(() => inner.publishToAccount(accountId, { kind: 'revoked', signInId: which === null ? null : id }));
    expect(await knock({ port: house.port, cookie: jo.cookie })).toBe(401);
    onSubscribe = (accountId) => queueMicrotask(() => inner.publishToAccount(accountId, { kind: 'revoked', signInId: 'another' }));
    expect(await knock({ port: house.port, cookie: jo.cookie })).toBe('open');
  });

  it('nor with the role that was taken from its account', async () => {
    const kim = await house.signUp('Kim');
    await house.database.db.updateTable('accounts').set({ role: 'admin' }).where('id', '=', kim.account.id).execute();
    onSubscribe = (accountId) => queueMicrotask(() => inner.publishToAccount(accountId, { kind: 'role', role: 'member' }));
    const raw = await greet(kim);
    expect((await raw.ask('admin.state')).no?.code).toBe('not-allowed');
    raw.socket.terminate();
  });
});

it('a sign-in that is renewed by opening a socket tells the browser so', async () => {
  const helen = await house.signUp('Helen');
  const soon = new Date(Date.now() + 20 * 24 * 60 * 60 * 1_000).toISOString();
  await house.database.db.updateTable('signIns').set({ expiresAt: soon }).where('userId', '=', helen.account.id).execute();
  const socket = openSocket({ port: house.port, cookie: helen.cookie });
  const headers = await new Promise<Record<string, unknown>>((resolve) => socket.on('upgrade', (response) => resolve(response.headers)));
  expect(headers['set-cookie']).toEqual([expect.stringMatching(/^parlor=.*Max-Age=2592000/)]);
  socket.terminate();
});
