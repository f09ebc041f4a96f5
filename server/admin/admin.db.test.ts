// Admin through its handlers, on every database: rooms, settings, the state of the house, and the trail.
import { beforeAll, describe, expect, it } from 'vitest';
import type { HouseSettings } from '../../protocol/admin.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { record } from '../audit/audit.ts';
import { newId } from '../ids.ts';
import { browserCapabilities, fingerprints } from '../media/rtp-samples.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, newKey, refusalOf, type Person, type Wings } from '../wings.testing.ts';

const joinCall = (person: Person, roomId: RoomId) =>
  person.ask('calls.join', {
    roomId,
    rtpCapabilities: browserCapabilities,
    sendFingerprints: fingerprints,
    receiveFingerprints: fingerprints,
  });

eachDatabase('Admin', ({ open, dialect }) => {
  let database: Database;
  let wings: Wings;
  let alice: Person;
  let bob: Person;
  let carol: Person;
  beforeAll(async () => {
    database = await open();
    wings = createWings(database);
    alice = await wings.signUp('Alice');
    [bob, carol] = [await wings.signUp('Bob'), await wings.signUp('Carol')];
  });

  const rooms = async (text = '') => (await alice.ask('admin.rooms', { text })).rooms;
  const trail = async () => {
    wings.clock.advance(1);
    return (await alice.ask('admin.audit', {})).entries;
  };

  describe('rooms', () => {
    it('H5: are all listed, with how much goes on in them and nothing of what', async () => {
      const room = await wings.roomOf(bob, [carol], 'Secret garden', 'private');
      for (const text of ['the first thing said', 'the last thing said'])
        await carol.ask('chat.post', { roomId: room.id, key: newKey(), text });
      await joinCall(bob, room.id);
      await wings.ask({ ...bob.caller, sessionId: newId() }, 'calls.join', {
        roomId: room.id,
        rtpCapabilities: browserCapabilities,
        sendFingerprints: fingerprints,
        receiveFingerprints: fingerprints,
      });
      const reply = await alice.ask('admin.rooms', { text: 'secret' });
      expect(reply).toEqual({
        rooms: [
          {
            id: room.id,
            name: 'Secret garden',
            visibility: 'private',
            isLocked: false,
            memberCount: 2,
            messageCount: 2,
            owner: { id: bob.id, name: 'Bob', kind: 'person', picture: null },
            // Bob, who sits from two devices.
            inCall: 1,
            createdAt: room.createdAt,
          },
        ],
        hasMore: false,
      });
      // Listing it makes nobody a member.
      expect(await refusalOf(alice.ask('rooms.view', { roomId: room.id }))).toBe('not-found');
      expect(await refusalOf(alice.ask('chat.history', { roomId: room.id }))).toBe('not-found');
    });

    it.each<[text: string, found: string[]]>([
      ['_od', ['100% _odd']],
      ['%', ['100% _odd']],
      ['ÄRGER', ['Ärger']],
      ["'", ["Ann's"]],
      ["' or ''='", []],
    ])('H7: are found by a part of their name, as plain text: %s', async (text, found) => {
      if ((await rooms('100% _odd')).length === 0) for (const name of ['100% _odd', 'Ärger', "Ann's"]) await wings.roomOf(bob, [], name);
      expect((await rooms(text)).map(({ name }) => name)).toEqual(found);
    });

    it('H7: come in pages, newest first, that neither overlap nor leave any out', async () => {
      const made = Array.from({ length: 70 }, (_, index) => ({
        id: newId(Date.now() + index),
        slug: `paged-${index}`,
        name: `Paged ${index}`,
        visibility: 'public' as const,
        seq: 0,
        createdAt: index,
      }));
      await database.db.insertInto('rooms').values(made).execute();
      const first = await alice.ask('admin.rooms', { text: 'paged' });
      const second = await alice.ask('admin.rooms', { text: 'paged', after: first.rooms.at(-1)!.id });
      expect([first.rooms.length, first.hasMore, second.rooms.length, second.hasMore]).toEqual([50, true, 20, false]);
      expect([...first.rooms, ...second.rooms].map(({ id }) => id)).toEqual(made.map(({ id }) => id).toReversed());
      expect(first.rooms[0]).toMatchObject({ owner: null, memberCount: 0, messageCount: 0 });
    });

    it('H5: are deleted as by their owner: everybody in it is told, the call is over, and it is noted', async () => {
      const room = await wings.roomOf(bob, [carol], 'Noisy');
      await joinCall(carol, room.id);
      expect(wings.calls.callOf(room.id)).not.toBe(null);
      const told = await wings.during(() => alice.ask('admin.delete-room', { roomId: room.id }));
      const exited = { event: 'rooms.exited', body: { roomId: room.id, reason: 'deleted' } };
      for (const { id } of [bob, carol]) {
        expect(told).toContainEqual({ to: 'account', accountId: id, message: { kind: 'event', event: exited, detach: room.id } });
      }
      expect(told).toContainEqual({ to: 'room', roomId: room.id, message: { kind: 'closed' } });
      expect(wings.calls.callOf(room.id)).toBe(null);
      expect(await rooms('noisy')).toEqual([]);
      expect(await refusalOf(bob.ask('rooms.view', { roomId: room.id }))).toBe('not-found');
      expect((await trail())[0]).toMatchObject({
        action: 'rooms.deleted',
        actor: { name: 'Alice' },
        room: { id: room.id, name: 'Noisy' },
        subject: null,
      });
    });

    it('H6: that are not there are not deleted, and nothing is noted of it', async () => {
      const before = await trail();
      expect(await refusalOf(alice.ask('admin.delete-room', { roomId: newId() }))).toBe('not-found');
      expect(await trail()).toEqual(before);
    });

    it('H1: are deleted by nobody whose session only believes to be an admin’s', async () => {
      const room = await wings.roomOf(bob);
      expect(await refusalOf(wings.ask({ ...carol.caller, role: 'admin' }, 'admin.delete-room', { roomId: room.id }))).toBe('not-allowed');
      expect((await rooms(room.name)).map(({ id }) => id)).toContain(room.id);
    });
  });

  describe('settings', () => {
    const read = async () => (await alice.ask('admin.settings', {})).settings;
    const change = (settings: HouseSettings) => alice.ask('admin.change-settings', { settings });

    it('H8: hold from then on, for everybody, and what changed is noted', async () => {
      const before = await read();
      const settings: HouseSettings = {
        signUp: { kind: 'domain', domains: ['north.example', 'south.example'] },
        limits: { ...before.limits, storedBytes: 5 * 1024 * 1024 },
      };
      await change(settings);
      expect(await read()).toEqual(settings);
      expect((await wings.visit('me', {})).reply.house.signUp).toEqual(settings.signUp);
      expect((await trail())[0]).toMatchObject({
        action: 'house.settings-changed',
        actor: { name: 'Alice' },
        details: {
          'signUp.from': before.signUp.kind,
          'signUp.to': 'domain north.example, south.example',
          'storedBytes.from': String(before.limits.storedBytes),
          'storedBytes.to': String(5 * 1024 * 1024),
        },
      });
      await change(before);
      expect(await read()).toEqual(before);
    });

    it('H6: that are what they were are not noted', async () => {
      const before = await trail();
      await change(await read());
      expect(await trail()).toEqual(before);
    });

    it.each<[what: string, settings: (now: HouseSettings) => unknown]>([
      ['a policy that is none', (now) => ({ ...now, signUp: { kind: 'whoever' } })],
      ['no domain', (now) => ({ ...now, signUp: { kind: 'domain', domains: [] } })],
      ['a domain that is none', (now) => ({ ...now, signUp: { kind: 'domain', domains: ['@north.example'] } })],
      ['a domain in capitals', (now) => ({ ...now, signUp: { kind: 'domain', domains: ['North.Example'] } })],
      ['a file of no size', (now) => ({ ...now, limits: { ...now.limits, uploadBytes: 0 } })],
      ['half a byte', (now) => ({ ...now, limits: { ...now.limits, storedBytes: 2_000_000.5 } })],
      ['more', (now) => ({ ...now, more: true })],
    ])('are refused with %s', async (_what, settings) => {
      const before = await read();
      expect(await refusalOf(change(settings(before) as HouseSettings))).toBe('bad-request');
      expect(await read()).toEqual(before);
    });

    it('H1: are changed by nobody whose session only believes to be an admin’s', async () => {
      const before = await read();
      const settings: HouseSettings = { ...before, signUp: { kind: 'closed' } };
      expect(await refusalOf(wings.ask({ ...bob.caller, role: 'admin' }, 'admin.change-settings', { settings }))).toBe('not-allowed');
      expect(await read()).toEqual(before);
    });
  });

  describe('the state of the house', () => {
    const state = async () => (await alice.ask('admin.state', {})).state;

    it('says what runs, and counts what there is', async () => {
      const before = await state();
      expect(before).toMatchObject({
        version: expect.stringMatching(/^\d+\.\d+/) as string,
        node: process.version,
        startedAt: expect.any(Number) as number,
        database: { isUp: true, kind: dialect },
        media: { workers: 1, alive: 1, address: '192.0.2.7' },
        people: 3,
      });
      expect(before.database.bytes).toBeGreaterThan(10_000);
      const guest = { name: 'Gustav', email: `${newId()}@guest.invalid`, emailVerified: dialect === 'postgres' ? false : 0, image: null };
      const now = new Date().toISOString();
      await database.db
        .insertInto('accounts')
        .values({ ...guest, id: newId(), createdAt: now, updatedAt: now, role: 'guest' })
        .execute();
      const room = await wings.roomOf(bob, [carol]);
      await bob.ask('rooms.rename', { roomId: room.id, name: 'Counted' });
      for (const text of ['one', 'two', 'three']) await bob.ask('chat.post', { roomId: room.id, key: newKey(), text });
      await joinCall(bob, room.id);
      await database.db.insertInto('files').values({ id: newId(), ownerId: bob.id, kind: 'picture', bytes: 4_000, createdAt: 1 }).execute();
      const { people, guests, rooms: count, messages, calls, storedBytes } = before;
      expect(await state()).toMatchObject({
        people,
        guests: guests + 1,
        rooms: count + 1,
        messages: messages + 3,
        calls: calls + 1,
        storedBytes: storedBytes + 4_000,
      });
    });

    it('says that the database is down, and nothing of what is in it', async () => {
      const gone = await open();
      const house = createWings(gone);
      const owner = await house.signUp('Olga');
      await gone.close();
      const { state: down } = await owner.ask('admin.state', {});
      expect(down).toMatchObject({ database: { isUp: false, kind: dialect, bytes: 0 }, people: 0, media: { alive: 1 } });
    });

    it('says what becomes of its mail, where it sends any', async () => {
      expect((await state()).mail).toEqual({ isSetUp: false, waiting: 0, lastError: null });
      const house = createWings(await open(), { mailer: { deliver: async () => ({ kind: 'later', why: 'the mail server is asleep' }) } });
      const owner = await house.signUp('Olga');
      await house.visit('forgot', { email: (await house.visit('me', {}, owner.cookie)).reply.account!.email! });
      await house.accounts.settle();
      const mail = async () => (await owner.ask('admin.state', {})).state.mail;
      await expect.poll(mail).toMatchObject({ isSetUp: true, lastError: 'the mail server is asleep' });
      expect((await mail()).waiting).toBeGreaterThan(0);
      await house.outbox!.close();
    });
  });

  describe('the trail', () => {
    it('H6: names those who are gone as deleted, and the server’s shell as nobody', async () => {
      const ghost = newId() as Person['id'];
      const gone = newId() as Person['id'];
      const now = new Date().toISOString();
      const account = { name: '', email: `${gone}@deleted.invalid`, emailVerified: dialect === 'postgres' ? false : 0, image: null };
      await database.db
        .insertInto('accounts')
        .values({ ...account, id: gone, createdAt: now, updatedAt: now, role: 'deleted' })
        .execute();
      wings.clock.advance(1);
      const at = wings.clock.now();
      await database.transaction(async (trx) => {
        await record(trx, { at, action: 'accounts.link-made', actorId: null, subjectId: ghost });
        await record(trx, {
          at: at + 1,
          action: 'rooms.banned',
          actorId: gone,
          room: { id: newId() as RoomId, name: 'Old' },
          subjectId: bob.id,
        });
      });
      expect((await trail()).slice(0, 2)).toMatchObject([
        { at: at + 1, actor: { id: gone, name: '', kind: 'deleted' }, room: { name: 'Old' }, subject: { name: 'Bob', kind: 'person' } },
        { at, actor: null, room: null, subject: { id: ghost, name: '', kind: 'deleted', picture: null }, details: {} },
      ]);
    });

    it('H7: comes in pages, newest first, that neither overlap nor leave any out', async () => {
      const start = wings.clock.now() + 1_000;
      await database.transaction(async (trx) => {
        for (let index = 0; index < 120; index++) {
          await record(trx, { at: start + index, action: 'rooms.locked', actorId: bob.id, details: { index: String(index) } });
        }
      });
      const found: string[] = [];
      const sizes: number[] = [];
      for (let page = { entries: [] as { id: string }[], hasMore: true }; page.hasMore;) {
        const next = await alice.ask('admin.audit', { before: page.entries.at(-1)?.id });
        found.push(...next.entries.map(({ details }) => details['index'] ?? 'older'));
        sizes.push(next.entries.length);
        page = next;
      }
      expect(sizes.slice(0, -1)).toEqual([50, 50]);
      expect(found.slice(0, 120)).toEqual(Array.from({ length: 120 }, (_, index) => String(119 - index)));
    });
  });
});
