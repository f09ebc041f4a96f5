// Making accounts: of nobody, or of a guest who stays. Everything that must be so together (the policy, the invitation's use, the account, the way to sign
// in, the room that one was invited into) is one transaction, whichever way somebody comes. Passwords are hashed before it.
import type { HouseRole, OwnAccount } from '../../protocol/accounts.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import { newId } from '../ids.ts';
import type { Database } from '../storage/database.ts';
import type { Trx } from '../storage/schema.ts';
import {
  claimOwner,
  findStanding,
  hasEmail,
  insertGuest,
  insertPerson,
  isPlainGuest,
  makePerson,
  setHouseRole,
} from './accounts.queries.ts';
import { admit, type Invited } from './admission.ts';
import type { Visitor } from './auth.ts';
import { insertPassword } from './credentials.queries.ts';
import type { House } from './house.ts';
import { hashPassword, requireStrong } from './passwords.ts';
import { holdAccount } from './people.ts';
import type { Changed } from './profiles.ts';
import type { SignIns } from './sign-ins.ts';

/** What is told once the transaction is committed. */
type After = () => Promise<void>;

/** Of the rooms wing, which is made before and asked through this. */
export type Rooms = {
  /** The invitation behind a link, for whoever makes an account with it; `expired` where it is not good. Its room is held from here on. */
  open(
    trx: Trx,
    link: string,
    accountId: AccountId | null,
  ): Promise<Invited & { use(who: { accountId: AccountId; house: HouseRole }): Promise<After> }>;
  /** Where it leads; null for the house, and for none. */
  whither(trx: Trx, link: string): Promise<RoomId | null>;
  /** Holds the rooms that show an account, and `also`. Before anything else is held. */
  hold(trx: Trx, accountId: AccountId, also: readonly RoomId[]): Promise<RoomId[]>;
  /** Tells them of a change that was made. */
  write(trx: Trx, accountId: AccountId, roomIds: readonly RoomId[], changed: Changed): Promise<After>;
  /** The first room. */
  welcome(accountId: AccountId, role: HouseRole): Promise<void>;
};

type Needs = {
  database: Database;
  bus: Bus;
  clock: Clock;
  house: House;
  hasMail: boolean;
  rooms: Rooms;
  signIns: Pick<SignIns, 'begin'>;
  own(accountId: AccountId): Promise<OwnAccount>;
  authenticate(visitor: Visitor): Promise<{ accountId: AccountId } | null>;
  /** In the transaction that makes an account with an address that is not confirmed; what is answered is called after the commit. */
  greet(trx: Trx, accountId: AccountId, email: string): Promise<After>;
};

export type SignUp = ReturnType<typeof createSignUp>;

export type NewPerson = { name: string; email: string; isEmailConfirmed: boolean; invitation?: string | undefined };
type Wish = { name: string; email: string; password: string; invitation?: string | undefined; isGuest?: boolean | undefined };

/** An account that was made, or was a guest's before. `settle` after the commit. */
export type Made = { accountId: AccountId; settle: After };

const taken = () => new Refusal('taken', 'this e-mail address has an account already');
const nothing: After = async () => {};

export const createSignUp = ({ database, bus, clock, house, hasMail, rooms, signIns, own, authenticate, greet }: Needs) => {
  const roleFor = async (trx: Trx, { email, isEmailConfirmed }: NewPerson, invited: Invited | null) => {
    const { signUp: policy } = await house.settings(trx);
    return admit({ policy, email, isEmailConfirmed, hasMail, invited });
  };

  const greeted = async (trx: Trx, accountId: AccountId, { email, isEmailConfirmed }: NewPerson): Promise<After> =>
    isEmailConfirmed ? nothing : greet(trx, accountId, email);

  /** An account without a way to sign in yet: whoever asks adds it in the same transaction. */
  const make = async (trx: Trx, person: NewPerson): Promise<Made> => {
    const { name, email, isEmailConfirmed, invitation } = person;
    const invited = invitation === undefined ? null : await rooms.open(trx, invitation, null);
    if (await hasEmail(trx, email)) {
      // Who may make no account here does not learn either who has one.
      await roleFor(trx, person, invited);
      throw taken();
    }
    const at = clock.now();
    const accountId = newId(at) as AccountId;
    await insertPerson(trx, database.dialect, { id: accountId, name, email, isEmailConfirmed, at });
    await claimOwner(trx);
    let { role } = (await findStanding(trx, accountId))!;
    if (role !== 'owner') {
      role = await roleFor(trx, person, invited);
      await setHouseRole(trx, accountId, role);
    }
    const mailed = await greeted(trx, accountId, person);
    const cameIn = (await invited?.use({ accountId, house: role })) ?? nothing;
    return {
      accountId,
      async settle() {
        await mailed();
        if (role !== 'guest') await rooms.welcome(accountId, role);
        await cameIn();
      },
    };
  };

  /** The same account from now on as somebody's own: what they are in, said and read is theirs still. */
  const raise = async (trx: Trx, accountId: AccountId, person: NewPerson): Promise<Made> => {
    const { name, email, isEmailConfirmed, invitation } = person;
    const whither = invitation === undefined ? null : await rooms.whither(trx, invitation);
    const roomIds = await rooms.hold(trx, accountId, whither === null ? [] : [whither]);
    await holdAccount(trx, accountId);
    if (await hasEmail(trx, email)) throw taken();
    if (!(await isPlainGuest(trx, accountId))) throw new Refusal('not-allowed', 'this account is no guest');
    const invited = invitation === undefined ? null : await rooms.open(trx, invitation, accountId);
    const role = await roleFor(trx, person, invited);
    await makePerson(trx, accountId, { name, email, isEmailConfirmed, role });
    const told = await rooms.write(trx, accountId, roomIds, role === 'guest' ? 'account' : 'member');
    const mailed = await greeted(trx, accountId, person);
    const cameIn = (await invited?.use({ accountId, house: role })) ?? nothing;
    return {
      accountId,
      async settle() {
        bus.publishToAccount(accountId, { kind: 'role', role });
        const event = { event: 'accounts.own-changed' as const, body: { me: await own(accountId) } };
        bus.publishToAccount(accountId, { kind: 'event', event });
        await told();
        await mailed();
        if (role !== 'guest') await rooms.welcome(accountId, role);
        await cameIn();
      },
    };
  };

  /** Of two that take one address at once, the second fails at the database. */
  const orTaken = async (error: unknown, email: string): Promise<never> => {
    if (!(error instanceof Refusal) && (await hasEmail(database.db, email))) throw taken();
    throw error;
  };

  return {
    make,

    async create(visitor: Visitor, { name, email, password, invitation, isGuest = false }: Wish) {
      requireStrong(password, [name, email]);
      const guest = isGuest ? await authenticate(visitor) : null;
      if (isGuest && !guest) throw new Refusal('signed-out', 'there is no guest in this browser');
      const hash = await hashPassword(password);
      const person: NewPerson = { name, email, isEmailConfirmed: false, invitation };
      let settle = nothing;
      const { accountId, setCookie } = await signIns
        .begin(visitor, async (trx) => {
          const made = guest ? await raise(trx, guest.accountId, person) : await make(trx, person);
          ({ settle } = made);
          await insertPassword(trx, database.dialect, made.accountId, hash, clock.now());
          return made.accountId;
        })
        .catch((error: unknown) => orTaken(error, email));
      await settle();
      return { account: await own(accountId), setCookie };
    },

    /** A new guest, signed in with this browser. `letIn` is part of the transaction that makes them: nobody is made who is not let in. */
    beginGuest: (visitor: Visitor, name: string, letIn: (trx: Trx, accountId: AccountId) => Promise<void>) =>
      signIns.begin(visitor, async (trx) => {
        const at = clock.now();
        const id = newId(at) as AccountId;
        await insertGuest(trx, database.dialect, { id, name, at });
        await letIn(trx, id);
        return id;
      }),
  };
};
