// What database.ts promises, on every database: transactions that roll back alone, snapshots that stand still, values that come back as they
// went in.
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { Refusal } from '../../protocol/errors.ts';
import type { Database } from './database.ts';
import { eachDatabase } from './databases.testing.ts';
import type { Db } from './schema.ts';

const put = (db: Db, key: string, value = 'x') => db.insertInto('house').values({ key, value }).execute();
const keysOf = async (db: Db, prefix: string): Promise<string[]> => {
  const rows = await db.selectFrom('house').select('key').where('key', 'like', `${prefix}%`).orderBy('key').execute();
  return rows.map(({ key }) => key);
};

eachDatabase('storage', ({ dialect, open }) => {
  let database: Database;
  beforeAll(async () => {
    database = await open();
  });

  describe('a transaction', () => {
    it('answers what its work answers, and has stored it then', async () => {
      const answer = await database.transaction(async (trx) => {
        await put(trx, 'answer.1');
        return 42;
      });
      expect(answer).toBe(42);
      expect(await keysOf(database.db, 'answer.')).toEqual(['answer.1']);
    });

    it('passes on what its work throws, as it is, and stores nothing of it', async () => {
      const refusal = new Refusal('taken', 'no');
      const attempt = database.transaction(async (trx) => {
        await put(trx, 'thrown.1');
        throw refusal;
      });
      await expect(attempt).rejects.toBe(refusal);
      expect(await keysOf(database.db, 'thrown.')).toEqual([]);
    });

    it('rolls back alone: its neighbours in the same commit are stored', async () => {
      const attempts = Array.from({ length: 30 }, (_, index) =>
        database.transaction(async (trx) => {
          await put(trx, `neighbour.${String(index).padStart(2, '0')}`);
          if (index % 3 === 0) throw new Error('changed my mind');
          // A statement that fails is no end of the others' either.
          if (index % 3 === 1) await put(trx, `neighbour.${String(index).padStart(2, '0')}`);
        }),
      );
      const outcomes = await Promise.allSettled(attempts);
      expect(outcomes.map(({ status }) => status === 'fulfilled')).toEqual(attempts.map((_, index) => index % 3 === 2));
      const stored = attempts.flatMap((_, index) => (index % 3 === 2 ? [`neighbour.${String(index).padStart(2, '0')}`] : []));
      expect(await keysOf(database.db, 'neighbour.')).toEqual(stored);
    });

    it('sees its own changes, and nobody else sees them before its end', async () => {
      const inside = Promise.withResolvers<void>();
      const goOn = Promise.withResolvers<void>();
      const change = database.transaction(async (trx) => {
        await put(trx, 'private.1');
        expect(await keysOf(trx, 'private.')).toEqual(['private.1']);
        inside.resolve();
        await goOn.promise;
        throw new Error('never mind');
      });
      await inside.promise;
      const seen = keysOf(database.db, 'private.');
      // SQLite has one connection: the reader waits for the end.
      if (dialect === 'postgres') await seen;
      goOn.resolve();
      await expect(change).rejects.toThrow('never mind');
      expect(await seen).toEqual([]);
    });

    it('counts without losing anything, however many count at once', async () => {
      await put(database.db, 'count', '0');
      const counts = Array.from({ length: 100 }, () =>
        database.transaction(async (trx) => {
          await sql`update house set value = cast(cast(value as integer) + 1 as text) where key = 'count'`.execute(trx);
          const { value } = await trx.selectFrom('house').select('value').where('key', '=', 'count').executeTakeFirstOrThrow();
          return Number(value);
        }),
      );
      const seen = await Promise.all(counts);
      expect(seen.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, index) => index + 1));
    });
  });

  it('a snapshot does not see what is committed after its first read', async () => {
    await put(database.db, 'snapshot.1');
    let commit: Promise<unknown> = Promise.resolve();
    const [before, after] = await database.snapshot(async (at) => {
      const first = await keysOf(at, 'snapshot.');
      commit = database.transaction((trx) => put(trx, 'snapshot.2'));
      if (dialect === 'postgres') await commit;
      return [first, await keysOf(at, 'snapshot.')];
    });
    expect(before).toEqual(['snapshot.1']);
    expect(after).toEqual(before);
    await commit;
    expect(await database.snapshot((at) => keysOf(at, 'snapshot.'))).toEqual(['snapshot.1', 'snapshot.2']);
  });

  describe('values', () => {
    it('that are counts or milliseconds come back as numbers', async () => {
      const room = { id: 'r', slug: 'numbers', name: 'Numbers', visibility: 'public' as const, seq: 7, createdAt: Date.UTC(2040, 0, 1) };
      await database.db.insertInto('rooms').values(room).execute();
      const read = await database.db.selectFrom('rooms').selectAll().where('id', '=', 'r').executeTakeFirst();
      expect(read).toMatchObject(room);
      const raised = await database.db.updateTable('rooms').set({ seq: 8 }).where('id', '=', 'r').returning('seq').executeTakeFirst();
      expect(raised).toEqual({ seq: 8 });
      const { count } = await database.db
        .selectFrom('rooms')
        .select((eb) => eb.fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow();
      expect(count).toBe(1);
    });

    it('that are booleans, or not given, are stored', async () => {
      const at = dialect === 'sqlite' ? new Date(0).toISOString() : new Date(0);
      for (const [id, flag] of [
        ['yes', true],
        ['no', false],
      ] as const) {
        await sql`insert into accounts (id, name, email, "emailVerified", image, "createdAt", "updatedAt")
          values (${id}, ${id}, ${id}, ${flag}, ${undefined}, ${at}, ${at})`.execute(database.db);
      }
      const rows = await database.db.selectFrom('accounts').select(['id', 'emailVerified', 'image']).orderBy('id').execute();
      const expected = dialect === 'sqlite' ? [0, 1] : [false, true];
      expect(rows).toEqual(['no', 'yes'].map((id, index) => ({ id, emailVerified: expected[index], image: null })));
    });

    it('that are texts sort by code point, also beyond the first plane', async () => {
      const texts = ['a', 'B', 'é', 'Z', 'ä', 'z', '日', '\u{ff5e}', '🌷', 'aa', 'A', '_', '10', '9'];
      for (const text of texts) await put(database.db, `sort.${text}`);
      const byCodePoint = texts.toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
      expect(byCodePoint.at(-1)).toBe('🌷');
      expect(await keysOf(database.db, 'sort.')).toEqual(byCodePoint.map((text) => `sort.${text}`));
    });

    it.each([
      ['quotes', 'it’s "quoted"; drop table house; --'],
      ['lines', 'two\nlines'],
      ['emoji', '👩‍👩‍👧'],
      ['length', 'x'.repeat(8_000)],
    ])('that are texts with %s come back as they went in', async (_what, text) => {
      await database.db.deleteFrom('house').where('key', '=', 'text').execute();
      await put(database.db, 'text', text);
      const row = await database.db.selectFrom('house').select('value').where('key', '=', 'text').executeTakeFirst();
      expect(row?.value).toBe(text);
    });
  });

  it('what refers to nothing is refused', async () => {
    const orphan = { roomId: 'nowhere', seq: 1, event: 'x', body: '{}' };
    await expect(database.db.insertInto('events').values(orphan).execute()).rejects.toThrow(/foreign key/i);
  });

  it('answers a check as long as it is open; closing twice is closing once', async () => {
    const other = await open();
    await expect(other.check()).resolves.toBeUndefined();
    await Promise.all([other.close(), other.close()]);
    await other.close();
    await expect(other.check()).rejects.toThrow();
  });

  it('says how much it takes, which grows with what is put into it', async () => {
    const before = await database.bytes();
    expect(before).toBeGreaterThan(4_096);
    await database.transaction((trx) => put(trx, 'large.1', 'x'.repeat(2_000_000)));
    // PostgreSQL packs a repeated letter well.
    expect(await database.bytes()).toBeGreaterThan(before + 8_000);
  });
});
