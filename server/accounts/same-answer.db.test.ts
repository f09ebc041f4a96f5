// Whether an address has an account shows in no answer and in no work that is done before it: the same words, and the same questions to the database.
import type { KyselyPlugin } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { toReply } from '../gateway/replies.ts';
import { newId } from '../ids.ts';
import { silentLog } from '../log.ts';
import type { Mailer } from '../mail/mailer.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, PASSWORD, type Wings } from '../wings.testing.ts';

const newEmail = () => `${newId()}@parlor.example`;
const nowhere: Mailer = { deliver: async () => ({ kind: 'taken' }) };

/** A database that notes what is asked of it, statement by statement: its kind and its tables. */
const watched = (database: Database): { database: Database; asked: string[] } => {
  const asked: string[] = [];
  const plugin: KyselyPlugin = {
    transformQuery({ node }) {
      asked.push(`${node.kind} ${[...JSON.stringify(node).matchAll(/"TableNode".*?"name":"(\w+)"/g)].map(([, name]) => name).join()}`);
      return node;
    },
    transformResult: async ({ result }) => result,
  };
  return {
    asked,
    database: {
      ...database,
      db: database.db.withPlugin(plugin),
      transaction: (work) => database.transaction((trx) => work(trx.withPlugin(plugin))),
      snapshot: (work) => database.snapshot((db) => work(db.withPlugin(plugin))),
    },
  };
};

eachDatabase('the same answer', ({ open }) => {
  describe.each([
    ['with mail', nowhere],
    ['without mail', null],
  ])('%s', (_how, mailer) => {
    let wings: Wings;
    let asked: string[];
    let known: string;
    let suspended: string;
    beforeAll(async () => {
      const seen = watched(await open());
      ({ asked } = seen);
      wings = createWings(seen.database, { mailer });
      // The outbox asks by itself: it is not part of any answer.
      await wings.outbox?.close();
      const signUp = async () => {
        const email = newEmail();
        const { reply } = await wings.visit('create', { name: 'Ana', email, password: PASSWORD });
        return { email, id: reply.account.id };
      };
      known = (await signUp()).email;
      const other = await signUp();
      suspended = other.email;
      await seen.database.db.updateTable('accounts').set({ suspendedAt: 1 }).where('id', '=', other.id).execute();
    });

    /** What is answered, and what was asked of the database before it was. */
    const answerTo = async (work: () => Promise<unknown>) => {
      asked.length = 0;
      const answer = await work().catch((error: unknown) => toReply(error, silentLog, 'a test'));
      return { answer, asked: [...asked] };
    };

    it('P7: forgot asks the database nothing before it is answered, and answers the same', async () => {
      for (const email of [known, suspended, newEmail()]) {
        const { answer, asked: before } = await answerTo(() => wings.visit('forgot', { email }));
        expect(answer).toEqual({ reply: {}, setCookie: [], cookie: '' });
        expect(before).toEqual([]);
        await wings.accounts.settle();
        expect(asked.length).toBeGreaterThan(0);
      }
    });

    it('P7: forgot begins its work at a moment of its own', async () => {
      await wings.visit('forgot', { email: known });
      asked.length = 0;
      await new Promise<void>((resolve) => setImmediate(resolve));
      expect(asked).toEqual([]);
      wings.clock.advance(1_000);
      await wings.accounts.settle();
      expect(asked.length).toBeGreaterThan(0);
    });

    it('a sign-in with a wrong password asks and answers the same for an address that nobody has', async () => {
      const wrong = { password: 'another nine teapots' };
      const expected = await answerTo(() => wings.visit('sign-in', { email: known, ...wrong }));
      expect(expected.answer).toMatchObject({ code: 'wrong-credentials' });
      expect(expected.asked.length).toBeGreaterThan(0);
      for (const email of [suspended, newEmail()]) {
        expect(await answerTo(() => wings.visit('sign-in', { email, ...wrong }))).toEqual(expected);
      }
    });

    it('a link that never was, one that was used and one that is too old are answered alike', async () => {
      const { accounts } = wings;
      const { id } = (await wings.visit('sign-in', { email: known, password: PASSWORD })).reply.account!;
      const old = await accounts.makeResetLink(null, id);
      wings.clock.advance(31 * 60_000);
      const used = await accounts.makeResetLink(null, id);
      await wings.visit('reset', { secret: used.secret, password: PASSWORD });
      const answers = [];
      for (const secret of [old.secret, used.secret, 'A'.repeat(43)]) {
        answers.push((await answerTo(() => wings.visit('reset', { secret, password: PASSWORD }))).answer);
      }
      expect(answers).toEqual([answers[0], answers[0], answers[0]]);
      expect(answers[0]).toMatchObject({ code: 'expired' });
    });
  });
});
