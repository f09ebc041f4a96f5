// Coming by an invitation: what somebody sees who has the link, and how they come in on its terms, into the room or into its lobby. Everything that can be
// wrong with a secret is answered alike. People without an account become guests, whom the accounts wing makes and signs in.
import type { HouseRole, OwnAccount } from '../../protocol/accounts.ts';
import type { Call } from '../../protocol/calls.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { InvitationCard } from '../../protocol/invitations.ts';
import type { Room, RoomSummary, WaitingFor } from '../../protocol/rooms.ts';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Viewer } from '../caller.ts';
import type { Clock } from '../clock.ts';
import { hashOf } from '../ids.ts';
import type { Database } from '../storage/database.ts';
import type { Db, Trx } from '../storage/schema.ts';
import { isNetworkBanned, latestNetwork } from './bans.queries.ts';
import { asMember, type Arrival, type Entering, type Terms } from './entering.ts';
import { needsAccount, opensHouse } from './invitations.policy.ts';
import * as queries from './invitations.queries.ts';
import { isGood } from './invitations.ts';
import { hashNetwork, mustBeLetIn } from './letting-in.ts';
import type { Wait } from './lobby.queries.ts';
import { mayJoin } from './rooms.policy.ts';
import { findMembership, findPerson, lockRoom } from './rooms.queries.ts';
import type { RoomContents, Views } from './views.ts';
import type { Waits } from './waits.ts';

/** Whose browser asks over HTTP: what the gateway knows of it. */
export type Visitor = { cookie: string | undefined; userAgent: string | undefined; network: string };

/** Of the accounts wing, which is made later and asked through this. */
export type Doors = {
  authenticate(visitor: Visitor): Promise<{ accountId: AccountId; role: HouseRole; setCookie: string[] } | null>;
  own(accountId: AccountId): Promise<OwnAccount>;
  /** A new guest, signed in with this browser. `letIn` is part of the transaction that makes them: nobody is made who is not let in. */
  beginGuest(
    visitor: Visitor,
    name: string,
    letIn: (trx: Trx, accountId: AccountId) => Promise<void>,
  ): Promise<{ accountId: AccountId; setCookie: string[] }>;
};

type Needs = {
  database: Database;
  clock: Clock;
  /** The house's own. */
  secret: string;
  entering: Pick<Entering, 'addMember' | 'tellEntered'>;
  waits: Pick<Waits, 'ask' | 'tellAsked'>;
  views: Pick<Views, 'summary'>;
  contents: Pick<RoomContents, 'callOf' | 'lastBefore'>;
  doors: Doors;
};

export type Arriving = ReturnType<typeof createArriving>;

/** What became of somebody who came by an invitation; told once it is committed. `nothing`: it was for the house, and they have what it gives. */
type Outcome = { is: 'nothing' } | { is: 'there'; roomId: RoomId } | { is: 'in'; arrival: Arrival } | { is: 'waiting'; wait: WaitingFor };

type CameIn = { summary: RoomSummary | null; waiting: WaitingFor | null };

/** `network`: null where they have an account to be known by. */
type Comer = { accountId: AccountId; house: HouseRole; network: string | null };

/** One person may sit from several devices. */
const peopleIn = (call: Call | null): number => new Set(call?.participants.map(({ account }) => account.id)).size;

const expired = () => new Refusal('expired', 'this link is good no longer, or never was');
const wantsAccount = () => new Refusal('not-allowed', 'this invitation is for people with an account of this house');

export const createArriving = ({ database, clock, secret, entering, waits, views, contents, doors }: Needs) => {
  const find = async (at: Db, link: string, accountId: AccountId | null): Promise<queries.StoredInvitation> => {
    const found = await queries.findBySecret(at, hashOf(link));
    if (!found) throw expired();
    const isUsed = accountId !== null && (await queries.hasUsed(at, found.id, accountId));
    if (!isGood(found, clock.now(), isUsed)) throw expired();
    return found;
  };

  /** As it is until the end of the change. The room first, as everywhere, and then what was read before it was held once more. */
  const hold = async (trx: Trx, link: string, accountId: AccountId | null): Promise<queries.StoredInvitation> => {
    const found = await find(trx, link, accountId);
    if (!found.room) return found;
    await lockRoom(trx, found.room.id);
    return find(trx, link, accountId);
  };

  /** Whether they could come in by themselves: then the link takes nothing away from that. */
  const couldJoin = ({ visibility }: Room, house: HouseRole): boolean => mayJoin({ house, visibility, role: null });

  const sinceSeqFor = async (trx: Trx, { terms, maker }: queries.StoredInvitation): Promise<number | null> => {
    if (terms.kind === 'house' || terms.history === 'none') return null;
    const call = terms.history === 'call' ? contents.callOf(terms.roomId) : null;
    if (terms.history === 'call' && !call) return null;
    const sinceSeq = call ? await contents.lastBefore(terms.roomId, call.startedAt, trx) : 0;
    // Nobody shows more than they see themselves.
    return Math.max(sinceSeq, maker.sinceSeq ?? 0);
  };

  const termsOf = async (trx: Trx, invitation: queries.StoredInvitation, house: HouseRole): Promise<Terms> => {
    const { id, terms, room } = invitation;
    if (terms.kind === 'house' || !room) return asMember();
    const isModerator = terms.role === 'moderator';
    // Not by the invitation alone: taking it back takes back nothing but what it gave.
    if (couldJoin(room, house)) return { ...asMember(isModerator ? 'moderator' : 'member'), invitationId: isModerator ? id : null };
    return { role: terms.role, rights: terms.rights, sinceSeq: await sinceSeqFor(trx, invitation), invitationId: id };
  };

  const isSuspect = async (trx: Trx, roomId: RoomId, network: string | null): Promise<boolean> =>
    network !== null && isNetworkBanned(trx, roomId, hashNetwork(secret, network));

  const bring = async (trx: Trx, invitation: queries.StoredInvitation, { accountId, house, network }: Comer): Promise<Outcome> => {
    const { id, terms, room } = invitation;
    if (needsAccount(terms) && house === 'guest') throw wantsAccount();
    if (terms.kind === 'house' || !room) return { is: 'nothing' };
    if (await findMembership(trx, room.id, accountId)) return { is: 'there', roomId: room.id };
    await mustBeLetIn(trx, room, accountId);
    if (!(await queries.takeUse(trx, id, accountId, clock.now()))) throw expired();
    const mustWait = terms.entry === 'lobby' && !couldJoin(room, house);
    if (mustWait || (await isSuspect(trx, room.id, network))) return { is: 'waiting', wait: await waits.ask(trx, room, accountId, id) };
    const arrival = await entering.addMember(trx, room, accountId, await termsOf(trx, invitation, house));
    return arrival ? { is: 'in', arrival } : { is: 'there', roomId: room.id };
  };

  const tell = async (accountId: AccountId, outcome: Outcome): Promise<CameIn> => {
    switch (outcome.is) {
      case 'nothing':
        return { summary: null, waiting: null };
      case 'there':
        return { summary: await views.summary(accountId, outcome.roomId), waiting: null };
      case 'in':
        return { summary: await entering.tellEntered(outcome.arrival), waiting: null };
      case 'waiting':
        await waits.tellAsked(accountId, outcome.wait);
        return { summary: null, waiting: outcome.wait };
      default:
        return outcome satisfies never;
    }
  };

  const accept = async ({ accountId }: Pick<Viewer, 'accountId'>, link: string): Promise<CameIn> => {
    const outcome = await database.transaction(async (trx) => {
      const invitation = await hold(trx, link, accountId);
      const person = await findPerson(trx, accountId);
      if (!person) throw new Refusal('signed-out', 'this account is gone');
      const network = person.account.kind === 'guest' ? await latestNetwork(trx, accountId) : null;
      return bring(trx, invitation, { accountId, house: person.house, network });
    });
    return tell(accountId, outcome);
  };

  return {
    accept,

    async look(visitor: Visitor, link: string): Promise<InvitationCard> {
      const signedIn = await doors.authenticate(visitor);
      const { terms, room, maker } = await find(database.db, link, signedIn?.accountId ?? null);
      return {
        invitedBy: maker.account.name,
        room: room && { name: room.name, slug: room.slug },
        role: terms.role,
        entry: terms.kind === 'room' ? terms.entry : 'direct',
        inCall: peopleIn(room && contents.callOf(room.id)),
        needsAccount: needsAccount(terms),
      };
    },

    /** Whoever is signed in with this browser comes in as who they are: also a guest whose first answer was lost. */
    async enter(visitor: Visitor, link: string, name: string): Promise<CameIn & { account: OwnAccount; setCookie: string[] }> {
      const signedIn = await doors.authenticate(visitor);
      if (signedIn) {
        const cameIn = await accept(signedIn, link);
        return { ...cameIn, account: await doors.own(signedIn.accountId), setCookie: signedIn.setCookie };
      }
      let outcome: Outcome = { is: 'nothing' };
      const { accountId, setCookie } = await doors.beginGuest(visitor, name, async (trx, guestId) => {
        const invitation = await hold(trx, link, guestId);
        outcome = await bring(trx, invitation, { accountId: guestId, house: 'guest', network: visitor.network });
      });
      return { ...(await tell(accountId, outcome)), account: await doors.own(accountId), setCookie };
    },

    /** On what terms somebody comes in who waited. */
    async termsOfWait(trx: Trx, { accountId, invitationId }: Wait): Promise<Terms> {
      const invitation = invitationId && (await queries.findInvitation(trx, invitationId));
      const person = await findPerson(trx, accountId);
      // Without one there is nothing to go by: as little as there is.
      if (!invitation || !person) return { role: 'guest', rights: { maySpeak: true, mayShare: true }, sinceSeq: null, invitationId: null };
      return termsOf(trx, invitation, person.house);
    },

    /** Where a link leads; null for the house, and for one that leads nowhere. */
    whither: async (at: Db, link: string): Promise<RoomId | null> => (await queries.findBySecret(at, hashOf(link)))?.room?.id ?? null,

    /**
     * For somebody who makes an account with it, inside the transaction that does. `opensHouse`: to somebody whom the house would not take otherwise. `use`
     * once the account is there; what it answers is called after the commit.
     */
    async open(trx: Trx, link: string, accountId: AccountId | null) {
      const invitation = await hold(trx, link, accountId);
      const { id, terms, maker } = invitation;
      return {
        opensHouse: opensHouse({ house: maker.house === 'deleted' ? 'guest' : maker.house }, terms),
        role: terms.kind === 'house' ? terms.role : ('member' as const),
        async use(comer: { accountId: AccountId; house: HouseRole }): Promise<() => Promise<void>> {
          if (terms.kind === 'house') {
            if (!(await queries.takeUse(trx, id, comer.accountId, clock.now()))) throw expired();
            return async () => {};
          }
          // An account whose address is still to be confirmed is good for nothing yet that needs one: the link is there for later.
          if (needsAccount(terms) && comer.house === 'guest') return async () => {};
          const outcome = await bring(trx, invitation, { ...comer, network: null });
          return async () => void (await tell(comer.accountId, outcome));
        },
      };
    },
  };
};
