// What a person says of themselves: name, profile, status. Each change is told to every browser of theirs and in every room that shows them; what
// has changed nothing tells nothing.
import type { OwnAccount, Profile, Status } from '../../protocol/accounts.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { AccountId } from '../../protocol/wire.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import { createBuckets } from '../limits.ts';
import type { Trx } from '../storage/schema.ts';
import { findOwn } from './accounts.queries.ts';
import { holdAccount } from './people.ts';
import { isOnlyWaiting, storeLooks, type Looks } from './profiles.queries.ts';

/**
 * What has changed of an account: of an `account` all that a message or a tile shows, of a `profile` what only its card does; a `member` is a guest no
 * longer, neither of the house nor of any room.
 */
export type Changed = 'nothing' | 'profile' | 'account' | 'member';

/** Makes the change and tells the rooms that show the account; answers how many they were. */
export type TellRooms = (accountId: AccountId, change: (trx: Trx) => Promise<Changed>, most?: 'profile' | 'account') => Promise<number>;

type Needs = { bus: Bus; clock: Clock; own(accountId: AccountId): Promise<OwnAccount>; tellRooms: TellRooms };

export type Profiles = ReturnType<typeof createProfiles>;

/** Counted in events: a change is one for each room that is told, and some more for itself. */
const EVENTS = { burst: 600, perSecond: 5 };
const COST_OF_ITSELF = 10;

const whatChanged = (before: Looks, after: Looks): Changed => {
  if (before.name !== after.name || before.picture !== after.picture) return 'account';
  return JSON.stringify(before.profile) === JSON.stringify(after.profile) ? 'nothing' : 'profile';
};

export const createProfiles = ({ bus, clock, own, tellRooms }: Needs) => {
  const limits = createBuckets(EVENTS);

  /** Who changes too often waits. */
  const mayChange = (accountId: AccountId): void => {
    const waitMs = limits.take(accountId, clock.now());
    if (waitMs > 0) throw new Refusal('too-many', 'you change too often what others see of you', waitMs);
  };

  /** `next`: what is shown from now on; whatever else belongs to it is stored in the same transaction. */
  const change = async (
    accountId: AccountId,
    next: (now: Looks, trx: Trx) => Looks | Promise<Looks>,
    most: 'profile' | 'account' = 'account',
  ): Promise<OwnAccount> => {
    mayChange(accountId);
    let isChanged = false;
    const rooms = await tellRooms(
      accountId,
      async (trx) => {
        // Two windows may change two things at once: neither takes back what the other did.
        await holdAccount(trx, accountId);
        const before = await findOwn(trx, accountId);
        if (!before) throw new Refusal('signed-out', 'this account is gone');
        // Who waits does nothing but wait: moderators decide over whom they see.
        if (before.role === 'guest' && (await isOnlyWaiting(trx, accountId))) throw new Refusal('not-allowed', 'wait until you are let in');
        const after = await next(before, trx);
        const changed = whatChanged(before, after);
        isChanged = changed !== 'nothing';
        if (isChanged) await storeLooks(trx, accountId, after);
        return changed;
      },
      most,
    );
    limits.owe(accountId, clock.now(), COST_OF_ITSELF - 1 + rooms);
    const me = await own(accountId);
    if (isChanged) bus.publishToAccount(accountId, { kind: 'event', event: { event: 'accounts.own-changed', body: { me } } });
    return me;
  };

  return {
    change,
    mayChange,

    changeProfile: (accountId: AccountId, { name, ...said }: { name: string } & Omit<Profile, 'status'>): Promise<OwnAccount> =>
      change(accountId, ({ picture, profile }) => ({ name, picture, profile: { ...profile, ...said } })),

    /** One that is over already is none. */
    setStatus: (accountId: AccountId, status: Status | null): Promise<OwnAccount> => {
      const isOver = status !== null && status.until !== null && status.until <= clock.now();
      return change(accountId, (now) => ({ ...now, profile: { ...now.profile, status: isOver ? null : status } }), 'profile');
    },
  };
};
