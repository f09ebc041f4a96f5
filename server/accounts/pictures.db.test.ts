// Pictures of people, on every database: what is kept, what is counted, who sees it, and what goes when another comes.
import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { PICTURE_SIZES } from '../../protocol/constants.ts';
import { createHouse } from './house.ts';
import type { PictureId } from '../../protocol/wire.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, newKey, refusalOf, type Person, type Wings } from '../wings.testing.ts';

const LARGE = 10 * 1024 * 1024;
let photo: Buffer;
let otherPhoto: Buffer;
beforeAll(async () => {
  const of = (background: string) =>
    sharp({ create: { width: 200, height: 200, channels: 3, background } })
      .jpeg()
      .toBuffer();
  [photo, otherPhoto] = await Promise.all([of('#3a7d44'), of('#7d3a44')]);
});

eachDatabase('pictures', ({ open }) => {
  let database: Database;
  let wings: Wings;
  let alice: Person;
  let bob: Person;
  let carol: Person;
  beforeAll(async () => {
    database = await open();
    wings = createWings(database);
    [alice, bob, carol] = (await Promise.all(['Alice', 'Bob', 'Carol'].map((name) => wings.signUp(name)))) as [Person, Person, Person];
  });
  beforeEach(() => wings.clock.advance(60 * 60_000));

  const put = (person: Person, bytes = photo) =>
    wings.pictures.put(person.id, async (max) => {
      expect(max).toBeLessThanOrEqual(LARGE);
      return bytes;
    });
  const rows = () => database.db.selectFrom('files').selectAll().execute();
  const asGuest = async (person: Person) => {
    await database.db.updateTable('accounts').set({ role: 'guest' }).where('id', '=', person.id).execute();
    return { accountId: person.id, role: 'guest' as const };
  };
  const asMember = (person: Person) => ({ accountId: person.id, role: 'member' as const });

  it('P20: a new one is in all its sizes, counted, and told to all', async () => {
    const room = await wings.roomOf(alice, [bob]);
    let picture: PictureId | null = null;
    const told = await wings.during(async () => {
      ({ picture } = await put(bob));
    });
    expect(picture).toMatch(/^[A-Za-z0-9_-]{22}$/);
    const places = told.map((line) => (line.to === 'room' ? line.roomId : line.accountId));
    expect(places.toSorted()).toEqual([room.id, bob.id].toSorted());
    const { view } = await alice.ask('rooms.view', { roomId: room.id });
    expect(view.members.find(({ account }) => account.id === bob.id)!.account.picture).toBe(picture);
    let bytes = 0;
    for (const size of PICTURE_SIZES) {
      const square = await wings.pictures.find(asMember(alice), picture!, size);
      expect(await sharp(square!).metadata()).toMatchObject({ format: 'webp', width: size, height: size });
      bytes += square!.length;
    }
    expect((await rows()).filter(({ ownerId }) => ownerId === bob.id)).toEqual([
      { id: picture, ownerId: bob.id, kind: 'picture', bytes, createdAt: wings.clock.now() },
    ]);
  });

  it('the former is gone with the next, and the last when it is removed; once more changes nothing', async () => {
    const first = (await put(carol)).picture!;
    const second = (await put(carol, otherPhoto)).picture!;
    expect(second).not.toBe(first);
    expect([await wings.files.get(first, '64.webp'), await wings.pictures.find(asMember(carol), first, 64)]).toEqual([null, null]);
    expect(await wings.pictures.find(asMember(carol), second, 64)).not.toBeNull();
    const { me } = await carol.ask('accounts.remove-picture', {});
    expect(me.picture).toBeNull();
    expect(await wings.files.get(second, '64.webp')).toBeNull();
    expect((await rows()).filter(({ ownerId }) => ownerId === carol.id)).toEqual([]);
    expect(await wings.during(() => carol.ask('accounts.remove-picture', {}))).toEqual([]);
  });

  it('what is refused leaves no byte and no row behind, and the picture as it was', async () => {
    const { picture } = await put(carol);
    const before = [(await wings.files.all()).length, await rows()];
    expect(await refusalOf(put(carol, Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')))).toBe('not-a-picture');
    const house = createHouse({ database });
    const settings = await house.settings();
    try {
      await database.transaction((trx) => house.changeSettings({ ...settings, limits: { ...settings.limits, storedBytes: 100 } }, trx));
      expect(await refusalOf(put(carol))).toBe('too-large');
      await database.transaction((trx) => house.changeSettings({ ...settings, limits: { ...settings.limits, uploadBytes: 1_000 } }, trx));
      await wings.pictures.put(carol.id, async (max) => {
        expect(max).toBe(1_000);
        return photo;
      });
    } finally {
      await database.transaction((trx) => house.changeSettings(settings, trx));
    }
    expect((await rows()).length).toBe((before[1] as unknown[]).length);
    expect((await wings.files.all()).length).toBe(before[0]);
    expect(picture).not.toBeNull();
  });

  it('the former does not count against the room for the next', async () => {
    const house = createHouse({ database });
    const settings = await house.settings();
    await put(carol);
    const mine = (await rows()).find(({ ownerId }) => ownerId === carol.id)!;
    await database.transaction((trx) =>
      house.changeSettings({ ...settings, limits: { ...settings.limits, storedBytes: mine.bytes + 50 } }, trx),
    );
    try {
      expect((await put(carol)).picture).not.toBe(mine.id);
    } finally {
      await database.transaction((trx) => house.changeSettings(settings, trx));
    }
  });

  it('one at a time is taken in from one person', async () => {
    const reading = Promise.withResolvers<Buffer>();
    const first = wings.pictures.put(carol.id, () => reading.promise);
    expect(await refusalOf(put(carol))).toBe('too-many');
    expect((await put(alice)).picture).not.toBeNull();
    reading.resolve(photo);
    expect((await first).picture).not.toBeNull();
    await put(carol, otherPhoto);
  });

  it('P22: pictures wait like every other change', async () => {
    const dora = await wings.signUp('Dora');
    await wings.roomOf(dora);
    for (let count = 0; count < 80; count++) {
      const status = { text: `Busy ${count}`, emoji: '', until: null };
      await Promise.allSettled([dora.ask('accounts.set-status', { status })]);
    }
    let isRead = false;
    const refused = wings.pictures.put(dora.id, async () => {
      isRead = true;
      return photo;
    });
    expect(await refusalOf(refused)).toBe('too-many');
    expect(isRead).toBe(false);
  });

  describe('P24: is seen', () => {
    let guest: Person;
    let other: Person;
    beforeAll(async () => {
      guest = await wings.signUp('Guest');
      other = await wings.signUp('Other');
    });

    it('by people of the house, and not by guests who never met them', async () => {
      const { picture } = await put(bob);
      expect(await wings.pictures.find(asMember(carol), picture!, 64)).not.toBeNull();
      const viewer = await asGuest(guest);
      expect(await wings.pictures.find(viewer, picture!, 64)).toBeNull();
      expect(await wings.pictures.find(viewer, 'AAAAAAAAAAAAAAAAAAAAAA' as PictureId, 64)).toBeNull();
    });

    it('by a guest who shares a room with them, or reads what they said there', async () => {
      const { picture } = await put(bob);
      const viewer = await asGuest(guest);
      const room = await wings.roomOf(alice, [bob, guest], 'Meeting');
      expect(await wings.pictures.find(viewer, picture!, 64)).not.toBeNull();
      await bob.ask('rooms.leave', { roomId: room.id });
      expect(await wings.pictures.find(viewer, picture!, 64)).toBeNull();
      await bob.ask('rooms.join', { roomId: room.id });
      await bob.ask('chat.post', { roomId: room.id, key: newKey(), text: 'Hello' });
      await bob.ask('rooms.leave', { roomId: room.id });
      expect(await wings.pictures.find(viewer, picture!, 64)).not.toBeNull();
      // What was said before their time is not theirs to read.
      await database.db.updateTable('members').set({ sinceSeq: 1_000 }).where('accountId', '=', guest.id).execute();
      expect(await wings.pictures.find(viewer, picture!, 64)).toBeNull();
    });

    it('of a guest, by those who meet them or let them in, and no other', async () => {
      const { picture } = await put(other);
      await asGuest(other);
      expect(await wings.pictures.find(asMember(other), picture!, 64)).not.toBeNull();
      expect(await wings.pictures.find(asMember(alice), picture!, 64)).toBeNull();
      const room = await wings.roomOf(alice, [bob], 'Lobby', 'private');
      await database.db.insertInto('lobby').values({ roomId: room.id, accountId: other.id, invitationId: null, askedAt: 0 }).execute();
      expect(await wings.pictures.find(asMember(alice), picture!, 64)).not.toBeNull();
      expect(await wings.pictures.find(asMember(bob), picture!, 64)).toBeNull();
    });

    it('in its sizes, and no other', async () => {
      const { picture } = await put(bob);
      for (const size of [0, 1, 65, 513, -64, Number.NaN]) expect(await wings.pictures.find(asMember(bob), picture!, size)).toBeNull();
    });
  });

  it('bytes that no row speaks of are swept away, but for those that may be on their way', async () => {
    const { picture } = await put(bob);
    await wings.files.put('orphan', '64.webp', Buffer.from('x'));
    await wings.pictures.sweep();
    expect(await wings.files.get('orphan', '64.webp')).not.toBeNull();
    wings.clock.advance(2 * 60 * 60_000);
    await wings.files.put('fresh', '64.webp', Buffer.from('x'));
    await wings.pictures.sweep();
    expect(await wings.files.get('orphan', '64.webp')).toBeNull();
    expect(await wings.files.get('fresh', '64.webp')).not.toBeNull();
    expect(await wings.files.get(picture!, '64.webp')).not.toBeNull();
  });
});
