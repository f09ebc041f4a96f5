// Posting through the handlers, on every database: a message is stored once, in its room's order, and told after its commit.
import { beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import type { RoomId } from '../../protocol/wire.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, newKey, refusalOf, type Person, type Wings } from '../wings.testing.ts';

/** The same database, whose commits are noted and can be made to fail. */
const watch = (database: Database) => {
  const log: string[] = [];
  let isFull = false;
  const watched: Database = {
    ...database,
    async transaction(work) {
      const result = await database.transaction(async (trx) => {
        const done = await work(trx);
        if (isFull) throw new Error('the disk is full');
        return done;
      });
      log.push('committed');
      return result;
    },
  };
  return {
    watched,
    log,
    setFull(next: boolean) {
      isFull = next;
    },
  };
};

eachDatabase('chat', ({ open }) => {
  let wings: Wings;
  let alice: Person;
  let bob: Person;
  let seen: ReturnType<typeof watch>;
  let roomId: RoomId;
  beforeAll(async () => {
    seen = watch(await open());
    wings = createWings(seen.watched, { onPublish: () => seen.log.push('told') });
    [alice, bob] = (await Promise.all(['Alice', 'Bob'].map((name) => wings.signUp(name)))) as [Person, Person];
    ({ id: roomId } = await wings.roomOf(alice, [bob]));
  });

  const post = (person: Person, text: string, key = newKey(), where = roomId) => person.ask('chat.post', { roomId: where, key, text });
  const seqOf = async (where = roomId) => (await alice.ask('rooms.view', { roomId: where })).view.seq;
  const newest = async (where = roomId) => (await alice.ask('chat.history', { roomId: where })).messages.at(-1);

  describe('C1: a retry', () => {
    it('gets the first answer, however late and often, and is told to nobody', async () => {
      const key = newKey();
      const first = await post(alice, 'Once', key);
      await post(bob, 'In between');
      wings.clock.advance(60_000);
      const before = await seqOf();
      const told = await wings.during(async () => {
        for (let again = 0; again < 3; again++) expect(await post(alice, 'Once', key)).toEqual(first);
      });
      expect(told).toEqual([]);
      expect(await seqOf()).toBe(before);
      expect((await post(bob, 'After')).message.seq).toBe(before + 1);
    });

    it('at the same moment as the first is one message', async () => {
      const key = newKey();
      const before = await seqOf();
      const told = await wings.during(async () => {
        const answers = await Promise.all(Array.from({ length: 10 }, () => post(alice, 'At once', key)));
        for (const answer of answers) expect(answer).toEqual(answers[0]);
      });
      expect(told).toHaveLength(1);
      expect(await seqOf()).toBe(before + 1);
    });

    it('with another text, or into another room, is refused and changes nothing', async () => {
      const key = newKey();
      const elsewhere = (await wings.roomOf(alice)).id;
      await post(alice, 'Mine', key);
      const [here, there] = [await seqOf(), await seqOf(elsewhere)];
      const told = await wings.during(async () => {
        expect(await refusalOf(post(alice, 'Mine, but different', key))).toBe('taken');
        expect(await refusalOf(post(alice, 'Mine', key, elsewhere))).toBe('taken');
      });
      expect(told).toEqual([]);
      expect([await seqOf(), await seqOf(elsewhere)]).toEqual([here, there]);
    });

    it('into another room at the same moment is refused in one of them', async () => {
      for (let round = 0; round < 10; round++) {
        const rooms = [roomId, (await wings.roomOf(alice)).id];
        const key = newKey();
        const before = await Promise.all(rooms.map((where) => seqOf(where)));
        const outcomes = await Promise.all(
          rooms.map((where) =>
            post(alice, 'Where?', key, where).then(
              () => 'made',
              (error: { code?: string }) => String(error.code),
            ),
          ),
        );
        expect(outcomes.toSorted()).toEqual(['made', 'taken']);
        const after = await Promise.all(rooms.map((where) => seqOf(where)));
        expect(after.map((seq, index) => seq - before[index]!)).toEqual(outcomes.map((outcome) => (outcome === 'made' ? 1 : 0)));
      }
    });

    it('with the key of somebody else is a message of its own', async () => {
      const key = newKey();
      const [mine, theirs] = [await post(alice, 'Same key', key), await post(bob, 'Same key', key)];
      expect(theirs.message.id).not.toBe(mine.message.id);
      expect(theirs.message.author.name).toBe('Bob');
    });
  });

  describe('C2: a message', () => {
    it('is told, and answered, after its commit', async () => {
      seen.log.length = 0;
      const told = await wings.during(() => post(alice, 'Durable').then(() => seen.log.push('answered')));
      expect(told).toMatchObject([{ to: 'room', roomId, message: { kind: 'event', placed: { event: 'chat.posted' } } }]);
      expect(seen.log).toEqual(['committed', 'told', 'answered']);
    });

    it('that could not be committed is neither told nor there, and its retry is the first', async () => {
      const key = newKey();
      const before = await seqOf();
      seen.setFull(true);
      const told = await wings.during(() => expect(post(alice, 'Lost?', key)).rejects.toThrow('the disk is full'));
      seen.setFull(false);
      expect(told).toEqual([]);
      expect(await seqOf()).toBe(before);
      expect((await post(alice, 'Lost?', key)).message).toEqual(await newest());
    });
  });

  it('C3: of a hundred posts at once in three rooms, each takes its room’s next number', async () => {
    const rooms = await Promise.all(Array.from({ length: 3 }, () => wings.roomOf(alice, [bob])));
    const told = await wings.during(() =>
      Promise.all(
        Array.from({ length: 100 }, (_, index) => post(index % 2 ? alice : bob, `Post ${index}`, newKey(), rooms[index % 3]!.id)),
      ),
    );
    for (const [index, { id }] of rooms.entries()) {
      const count = index === 0 ? 34 : 33;
      const { view } = await bob.ask('rooms.view', { roomId: id });
      expect(view.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: count }, (_, at) => at + 3));
      expect(view.seq).toBe(count + 2);
      const heard = told.flatMap((line) =>
        line.to === 'room' && line.roomId === id && line.message.kind === 'event' && line.message.placed.event === 'chat.posted'
          ? [line.message.placed]
          : [],
      );
      const inOrder = heard.toSorted((a, b) => a.seq - b.seq);
      expect(inOrder.map(({ body }) => body.message)).toEqual(view.messages);
      expect(inOrder.map(({ seq }) => seq)).toEqual(view.messages.map(({ seq }) => seq));
      expect((await alice.ask('chat.history', { roomId: id })).messages).toEqual(view.messages);
    }
  });

  describe('C4: a text', () => {
    it.each([
      ['of one character', 'x'],
      ['as long as can be', 'x'.repeat(LIMITS.messageText)],
      ['of emoji as long as can be', '🌷'.repeat(LIMITS.messageText / 2)],
      ['of joined emoji', '👨‍👩‍👧‍👦 🏳️‍🌈'],
      ['of lines, with spaces around', '  one\n\n\ttwo\r\n '],
      ['that is no composed Unicode', 'e\u0301'],
      ['that runs backwards', '\u202eabc'],
      ['of markup', '<script>alert(1)</script>'],
      ['of characters that are no characters', '\uffff\ufffe\ue000\u{10ffff}'],
    ])('%s is kept as it is', async (_what, text) => {
      const { message } = await post(alice, text);
      expect(message.text).toBe(text);
      expect(await newest()).toEqual(message);
    });

    it.each([
      ['of nothing', '', 'bad-request'],
      ['of spaces alone', ' \n\t\u00a0\u2003', 'bad-request'],
      ['one too long', 'x'.repeat(LIMITS.messageText + 1), 'too-long'],
      ['one emoji too long', '🌷'.repeat(LIMITS.messageText / 2 + 1), 'too-long'],
      ['with half a character', 'half \ud83c', 'bad-request'],
      ['with the other half', '\udf37 half', 'bad-request'],
      ['with a NUL', 'a\u0000b', 'bad-request'],
    ])('%s is refused, and nothing is stored', async (_what, text, code) => {
      const before = await newest();
      expect(await refusalOf(post(alice, text))).toBe(code);
      expect(await newest()).toEqual(before);
    });
  });
});
