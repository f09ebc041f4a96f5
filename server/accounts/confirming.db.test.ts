// Confirming that it is still the same person, on every database.
import { beforeAll, expect, it } from 'vitest';
import type { AccountId } from '../../protocol/wire.ts';
import { createFakeClock } from '../clock.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, PASSWORD, refusalOf } from '../wings.testing.ts';
import { createConfirm } from './confirming.ts';

const MINUTE_MS = 60_000;

eachDatabase('confirming', ({ open }) => {
  let database: Database;
  let accountId: AccountId;
  let noPassword: AccountId;
  beforeAll(async () => {
    database = await open();
    const wings = createWings(database);
    accountId = (await wings.signUp('Alice')).id;
    noPassword = (await wings.signUp('Bob')).id;
    await database.db.deleteFrom('credentials').where('userId', '=', noPassword).execute();
  });
  const begin = () => {
    const clock = createFakeClock();
    return { clock, confirm: createConfirm({ database, clock }), signedInAt: clock.now() };
  };

  it('P1: asks for the password of an account that has one, however young the sign-in', async () => {
    const { confirm, signedInAt } = begin();
    await confirm({ accountId, signedInAt }, PASSWORD);
    expect(await refusalOf(confirm({ accountId, signedInAt }, null))).toBe('confirm-first');
    expect(await refusalOf(confirm({ accountId, signedInAt }, `${PASSWORD}.`))).toBe('wrong-credentials');
  });

  it('P1: takes a sign-in of the last ten minutes for an account without a password, and no older one', async () => {
    const { clock, confirm, signedInAt } = begin();
    await confirm({ accountId: noPassword, signedInAt }, null);
    clock.advance(10 * MINUTE_MS - 1);
    await confirm({ accountId: noPassword, signedInAt }, null);
    clock.advance(1);
    expect(await refusalOf(confirm({ accountId: noPassword, signedInAt }, null))).toBe('confirm-first');
    expect(await refusalOf(confirm({ accountId: noPassword, signedInAt }, PASSWORD))).toBe('confirm-first');
  });

  it('P2: ten wrong passwords, all at once or not, are all that an account is given for a quarter of an hour', async () => {
    const { clock, confirm, signedInAt } = begin();
    const wrong = () => refusalOf(confirm({ accountId, signedInAt }, 'none of the nine teapots'));
    const codes = await Promise.all(Array.from({ length: 14 }, wrong));
    expect(codes.filter((code) => code === 'wrong-credentials')).toHaveLength(10);
    expect(codes.filter((code) => code === 'too-many')).toHaveLength(4);
    expect(await refusalOf(confirm({ accountId, signedInAt }, PASSWORD))).toBe('too-many');
    clock.advance(15 * MINUTE_MS);
    await confirm({ accountId, signedInAt }, PASSWORD);
  });

  it('P2: a right password clears what was wrong before it', async () => {
    const { confirm, signedInAt } = begin();
    for (let round = 0; round < 2; round++) {
      for (let count = 0; count < 9; count++) {
        expect(await refusalOf(confirm({ accountId, signedInAt }, 'none of the nine teapots'))).toBe('wrong-credentials');
      }
      await confirm({ accountId, signedInAt }, PASSWORD);
    }
  });
});
