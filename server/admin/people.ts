// People of the house, the verbs: looking for them, what they are in the house, ending their sign-ins. Who may do what to whom is read in the
// transaction that does it: somebody who was an admin a moment ago does nothing any more.
import type { HouseRole, SignIn } from '../../protocol/accounts.ts';
import type { Person, RecoveryRequest } from '../../protocol/admin.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import { mayDoToInHouse, mayInHouse, type Action } from '../../protocol/permissions.ts';
import type { AccountId, Secret } from '../../protocol/wire.ts';
import type { Accounts } from '../accounts/accounts.ts';
import { record, type Deed } from '../audit/audit.ts';
import type { Caller } from '../caller.ts';
import type { Clock } from '../clock.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Database } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';
import * as queries from './people.queries.ts';

export type People = ReturnType<typeof createPeople>;

type Needs = {
  database: Database;
  bus: Bus;
  clock: Clock;
  accounts: Pick<Accounts, 'own' | 'signInsOf' | 'endSignIns' | 'recoveryRequests' | 'makeResetLink' | 'dismissRequest'>;
};

const notAllowed = () => new Refusal('not-allowed', 'your role in this house does not allow this');
const noSuchPerson = () => new Refusal('not-found', 'there is no such person');

export const createPeople = ({ database, bus, clock, accounts }: Needs) => {
  /** Refuses those whose role is too low by now; until the transaction ends it stays what it is. */
  const demand = async (trx: Trx, action: Action, { accountId }: Caller): Promise<void> => {
    const own = (await queries.holdStandings(trx, [accountId])).get(accountId);
    if (!own || own.isSuspended || !mayInHouse(action, own.role)) throw notAllowed();
  };

  /** The same for what is done to somebody. */
  const demandOver = async (trx: Trx, action: Action, caller: Caller, subjectId: AccountId) => {
    const held = await queries.holdStandings(trx, [caller.accountId, subjectId]);
    const [own, theirs] = [held.get(caller.accountId), held.get(subjectId)];
    if (!own || own.isSuspended || !mayInHouse(action, own.role)) throw notAllowed();
    if (!theirs) throw noSuchPerson();
    if (!mayDoToInHouse(action, own.role, theirs.role)) throw notAllowed();
    return { own, theirs };
  };

  const note = (trx: Trx, { accountId }: Caller, deed: Omit<Deed, 'at' | 'actorId'>) =>
    record(trx, { ...deed, at: clock.now(), actorId: accountId });

  /** Open sessions of theirs may ask what they may ask now, and their pages show it. */
  const tellRole = async (accountId: AccountId, role: HouseRole): Promise<void> => {
    bus.publishToAccount(accountId, { kind: 'role', role });
    bus.publishToAccount(accountId, {
      kind: 'event',
      event: { event: 'accounts.own-changed', body: { me: await accounts.own(accountId) } },
    });
  };

  return {
    demand,
    demandOver,
    note,

    async list(wanted: queries.Wanted): Promise<{ people: Person[]; hasMore: boolean }> {
      const people = await queries.findPeople(database.db, wanted, LIMITS.adminPage + 1);
      return { people: people.slice(0, LIMITS.adminPage), hasMore: people.length > LIMITS.adminPage };
    },

    async setRole(caller: Caller, accountId: AccountId, role: 'owner' | 'admin' | 'member'): Promise<void> {
      const changed = await database.transaction(async (trx) => {
        const { theirs } = await demandOver(trx, 'admin.set-role', caller, accountId);
        if (theirs.role === 'guest') throw new Refusal('not-allowed', 'a guest makes an account first');
        if (theirs.role === role) return false;
        if (role === 'owner') {
          // Nobody could give it back.
          if (theirs.isSuspended) throw new Refusal('not-allowed', 'somebody who is suspended cannot own the house');
          // First: there is never a second owner.
          await queries.setRole(trx, caller.accountId, 'admin');
        }
        await queries.setRole(trx, accountId, role);
        await note(trx, caller, { action: 'accounts.role-changed', subjectId: accountId, details: { from: theirs.role, to: role } });
        return true;
      });
      if (!changed) return;
      // The one who gives it away first: for no moment do two sessions hold it.
      if (role === 'owner') await tellRole(caller.accountId, 'admin');
      await tellRole(accountId, role);
    },

    async suspend(caller: Caller, accountId: AccountId, isSuspended: boolean): Promise<void> {
      const demandHere = async (trx: Trx) => (await demandOver(trx, 'admin.suspend', caller, accountId)).theirs;
      if (!isSuspended) {
        await database.transaction(async (trx) => {
          if (!(await demandHere(trx)).isSuspended) return;
          await queries.setSuspended(trx, accountId, null);
          await note(trx, caller, { action: 'accounts.restored', subjectId: accountId });
        });
        return;
      }
      await accounts.endSignIns(accountId, 'all', async (trx) => {
        if ((await demandHere(trx)).isSuspended) return;
        await queries.setSuspended(trx, accountId, clock.now());
        await note(trx, caller, { action: 'accounts.suspended', subjectId: accountId });
      });
    },

    async signInsOf(caller: Caller, accountId: AccountId): Promise<SignIn[]> {
      await database.transaction((trx) => demandOver(trx, 'admin.sign-ins', caller, accountId));
      return accounts.signInsOf(accountId, null);
    },

    recoveryRequests: (): Promise<RecoveryRequest[]> => accounts.recoveryRequests(),

    async makeLink(caller: Caller, accountId: AccountId): Promise<{ secret: Secret; expiresAt: number }> {
      const { secret, expiresAt } = await accounts.makeResetLink(caller.accountId, accountId, (trx) =>
        demandOver(trx, 'admin.make-link', caller, accountId),
      );
      return { secret: secret as Secret, expiresAt };
    },

    dismissRequest: (accountId: AccountId): Promise<void> => accounts.dismissRequest(accountId),

    endSignIns: (caller: Caller, accountId: AccountId, id: string | null): Promise<void> =>
      accounts.endSignIns(accountId, id === null ? 'all' : { id }, async (trx, count) => {
        await demandOver(trx, 'admin.end-sign-ins', caller, accountId);
        if (count > 0) await note(trx, caller, { action: 'accounts.signed-out', subjectId: accountId, details: { count: String(count) } });
      }),
  };
};
