// An account that is deleted, in the database: what is left is a row that messages point to, without a word about whose it was.
import type { AccountId } from '../../protocol/wire.ts';
import type { Trx } from '../storage/schema.ts';

/** Every way to sign in, every link, everything that is under way, and every address they gave. */
const deleteKeys = async (trx: Trx, accountId: AccountId): Promise<void> => {
  await trx.deleteFrom('signIns').where('userId', '=', accountId).execute();
  await trx.deleteFrom('credentials').where('userId', '=', accountId).execute();
  await trx.deleteFrom('passkeys').where('userId', '=', accountId).execute();
  await trx.deleteFrom('secondFactors').where('userId', '=', accountId).execute();
  await trx.deleteFrom('links').where('accountId', '=', accountId).execute();
  await trx.deleteFrom('steps').where('accountId', '=', accountId).execute();
  await trx.deleteFrom('recoveryRequests').where('accountId', '=', accountId).execute();
};

/** Mails that wait for them, and what the mail server said of their address. */
const deleteMails = async (trx: Trx, addresses: readonly string[]): Promise<void> => {
  await trx.deleteFrom('mails').where('recipient', 'in', addresses).execute();
  for (const address of addresses) {
    const escaped = address.replaceAll(/[\\%_]/g, (character) => `\\${character}`);
    await trx.deleteFrom('house').where('key', '=', 'mailFailure').where('value', 'like', `%${escaped}%`).execute();
  }
};

export const bury = async (trx: Trx, accountId: AccountId): Promise<void> => {
  const { email } = await trx.selectFrom('accounts').select('email').where('id', '=', accountId).executeTakeFirstOrThrow();
  const next = await trx.selectFrom('links').select('email').where('accountId', '=', accountId).execute();
  await deleteMails(trx, [...new Set([email, ...next.flatMap((link) => link.email ?? [])])]);
  await deleteKeys(trx, accountId);
  // That there was a first owner is to be known for ever, but not who it was.
  await trx.updateTable('house').set({ value: '' }).where('key', '=', 'firstOwner').where('value', '=', accountId).execute();
  await trx
    .updateTable('accounts')
    .set({
      role: 'deleted',
      name: '',
      // Nobody's: whoever had the other one may make an account with it again.
      email: `${accountId}@deleted.invalid`,
      emailVerified: false,
      image: null,
      about: '',
      pronouns: '',
      timeZone: null,
      status: null,
      picture: null,
      suspendedAt: null,
      twoFactorEnabled: false,
    })
    .where('id', '=', accountId)
    .execute();
};
