// Reading through the handlers, on every database: history in pages, read marks, and what counts as unread. Checked against naive models.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Message } from '../../protocol/chat.ts';
import { LIMITS } from '../../protocol/constants.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, newKey, refusalOf, type Person, type Wings } from '../wings.testing.ts';

eachDatabase('reading', ({ open, dialect }) => {
  let wings: Wings;
  let alice: Person;
  let bob: Person;
  let carol: Person;
  beforeAll(async () => {
    wings = createWings(await open());
    [alice, bob, carol] = (await Promise.all(['Alice', 'Bob', 'Carol'].map((name) => wings.signUp(name)))) as [Person, Person, Person];
  });
  const post = async (person: Person, roomId: RoomId) => (await person.ask('chat.post', { roomId, key: newKey(), text: 'Hello' })).message;

  describe('C5: history', () => {
    const all: Message[] = [];
    let roomId: RoomId;
    let end = 0;
    beforeAll(async () => {
      ({ id: roomId } = await wings.roomOf(alice, [bob], 'Long'));
      // Other events lie in between, and at both ends.
      for (let index = 0; index < 60; index++) {
        all.push(await post(index % 3 ? alice : bob, roomId));
        if (index % 7 === 0) await alice.ask('rooms.rename', { roomId, name: `Name ${index}` });
      }
      await alice.ask('rooms.rename', { roomId, name: 'The last' });
      end = (await alice.ask('rooms.view', { roomId })).view.seq;
      expect(all.at(-1)!.seq).toBeLessThan(end);
    });
    const history = (cut: { before?: number; after?: number; limit?: number }) => alice.ask('chat.history', { roomId, ...cut });

    it('page by page, in either direction and of any size, is the whole', async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.integer({ min: 1, max: LIMITS.page }), { minLength: 1, maxLength: 5 }),
          fc.constantFrom('older', 'newer'),
          async (limits, direction) => {
            const found: Message[] = [];
            for (let page = 0; page <= all.length; page++) {
              const limit = limits[page % limits.length]!;
              if (direction === 'older') {
                const { messages, hasOlder, hasNewer } = await history(found[0] ? { before: found[0].seq, limit } : { limit });
                found.unshift(...messages);
                expect(hasNewer).toBe(found.length > messages.length);
                expect(messages.length === limit || !hasOlder).toBe(true);
                if (!hasOlder) break;
              } else {
                const { messages, hasOlder, hasNewer } = await history({ after: found.at(-1)?.seq ?? 0, limit });
                found.push(...messages);
                expect(hasOlder).toBe(found.length > messages.length);
                expect(messages.length === limit || !hasNewer).toBe(true);
                if (!hasNewer) break;
              }
            }
            expect(found).toEqual(all);
          },
        ),
        { seed: 5, numRuns: dialect === 'postgres' ? 15 : 30 },
      );
    });

    it('cut at any number, also that of no message, is what lies on that side of it', async () => {
      const cuts = fc.integer({ min: 0, max: end + 5 });
      await fc.assert(
        fc.asyncProperty(cuts, fc.integer({ min: 1, max: LIMITS.page }), async (cut, limit) => {
          const older = all.filter(({ seq }) => seq < cut);
          const newer = all.filter(({ seq }) => seq > cut);
          expect(await history({ before: cut, limit })).toEqual({
            messages: older.slice(-limit),
            hasOlder: older.length > limit,
            hasNewer: older.length < all.length,
          });
          expect(await history({ after: cut, limit })).toEqual({
            messages: newer.slice(0, limit),
            hasOlder: newer.length < all.length,
            hasNewer: newer.length > limit,
          });
        }),
        { seed: 6, numRuns: dialect === 'postgres' ? 30 : 60 },
      );
    });

    it('without a cut is the newest page, as the view shows it', async () => {
      const { view } = await bob.ask('rooms.view', { roomId });
      expect(await history({})).toEqual({ messages: view.messages, hasOlder: view.hasOlder, hasNewer: false });
      expect(view.messages).toEqual(all.slice(-LIMITS.page));
      expect(view.hasOlder).toBe(true);
    });

    it.each([{ limit: 0 }, { limit: LIMITS.page + 1 }, { before: 5, after: 5 }, { before: -1 }, { after: 1.5 }])(
      'does not answer %j',
      async (cut) => {
        expect(await refusalOf(history(cut))).toBe('bad-request');
      },
    );
  });

  describe('a read mark', () => {
    const markOf = async (person: Person, roomId: RoomId) => (await person.ask('rooms.view', { roomId })).view;

    it('C8: moves forward alone, not past the end, and all windows of the account alone are told', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob]);
      for (let count = 0; count < 4; count++) await post(alice, roomId);
      const end = (await markOf(bob, roomId)).seq;
      const mark = async (seq: number) => {
        const told = await wings.during(() => bob.ask('chat.mark-read', { roomId, seq }));
        const { readSeq, unread } = await markOf(bob, roomId);
        const event = { event: 'chat.read', body: { roomId, readSeq, unread } };
        expect(told).toEqual([{ to: 'account', accountId: bob.id, message: { kind: 'event', event } }]);
        return { readSeq, unread };
      };
      expect(await markOf(bob, roomId)).toMatchObject({ readSeq: 2, unread: 4 });
      expect(await mark(4)).toEqual({ readSeq: 4, unread: 2 });
      expect(await mark(3)).toEqual({ readSeq: 4, unread: 2 });
      expect(await mark(0)).toEqual({ readSeq: 4, unread: 2 });
      expect(await mark(end + 100)).toEqual({ readSeq: end, unread: 0 });
      await post(alice, roomId);
      expect(await markOf(bob, roomId)).toMatchObject({ readSeq: end, unread: 1 });
      expect((await markOf(alice, roomId)).readSeq).toBe(1);
    });

    it('C8: is the furthest of many that are set at once', async () => {
      const { id: roomId } = await wings.roomOf(alice, [bob]);
      for (let count = 0; count < 20; count++) await post(alice, roomId);
      const marks = [5, 17, 3, 12, 17, 8, 1, 16];
      await Promise.all(marks.map((seq) => bob.ask('chat.mark-read', { roomId, seq })));
      expect(await markOf(bob, roomId)).toMatchObject({ readSeq: 17, unread: 22 - 17 });
    });
  });

  it('unread are the others’ messages after the mark, up to what is shown', async () => {
    type Step = { who: 0 | 1 | 2; does: 'post' | 'read' | 'rename'; share: number };
    const step: fc.Arbitrary<Step> = fc.record({
      who: fc.constantFrom(0, 1, 2),
      does: fc.constantFrom('post', 'post', 'post', 'read', 'rename'),
      share: fc.double({ min: 0, max: 1.2, noNaN: true }),
    });
    const people = [alice, bob, carol];
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
        const { id: roomId } = await wings.roomOf(alice, [bob, carol]);
        const messages: { seq: number; author: string }[] = [];
        const marks = new Map([1, 2, 3].map((seq, index) => [people[index]!.id, seq]));
        let seq = 3;
        for (const { who, does, share } of steps) {
          const person = people[who]!;
          if (does === 'post') messages.push({ seq: ++seq, author: (await post(person, roomId)).author.id });
          else if (does === 'rename') await alice.ask('rooms.rename', { roomId, name: `Name ${++seq}` });
          else {
            const to = Math.round(share * seq);
            await person.ask('chat.mark-read', { roomId, seq: to });
            marks.set(person.id, Math.max(marks.get(person.id)!, Math.min(to, seq)));
          }
        }
        for (const { id, ask } of people) {
          const unread = messages.filter((message) => message.author !== id && message.seq > marks.get(id)!).length;
          expect((await ask('rooms.view', { roomId })).view).toMatchObject({ seq, readSeq: marks.get(id), unread });
          const summary = (await wings.rooms.summaries(id)).find(({ room }) => room.id === roomId);
          expect(summary).toMatchObject({ seq, readSeq: marks.get(id), unread });
        }
        await alice.ask('rooms.delete', { roomId });
      }),
      { seed: 8, numRuns: dialect === 'postgres' ? 6 : 15 },
    );
  });

  it('unread stops where nobody counts on', async () => {
    const { id: roomId } = await wings.roomOf(alice, [bob]);
    for (let count = 0; count < LIMITS.unreadShown + 5; count++) await post(alice, roomId);
    expect((await bob.ask('rooms.view', { roomId })).view.unread).toBe(LIMITS.unreadShown);
    expect((await alice.ask('rooms.view', { roomId })).view.unread).toBe(0);
  });
});
