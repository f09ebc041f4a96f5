// Invitations, the verbs of those who invite: making one, seeing them, taking one back. Whoever comes by one is met in arriving.ts. The secret of the link
// is nowhere stored: it is made again from the house's own secret and the invitation's id, for those who may hand the link out.
import type { Invitation, Terms } from '../../protocol/invitations.ts';
import { LIMITS } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import { mayDoTo, mayInHouse, mayInRoom } from '../../protocol/permissions.ts';
import type { Role, Room } from '../../protocol/rooms.ts';
import type { AccountId, InvitationId, RoomId, Secret } from '../../protocol/wire.ts';
import { record } from '../audit/audit.ts';
import type { Viewer } from '../caller.ts';
import type { Clock } from '../clock.ts';
import { derivedSecret, hashOf } from '../ids.ts';
import type { Database } from '../storage/database.ts';
import type { Db, Trx } from '../storage/schema.ts';
import type { Departure, Entering } from './entering.ts';
import { isOpen, mayInvite, type Inviter } from './invitations.policy.ts';
import * as queries from './invitations.queries.ts';
import { deleteWaits } from './lobby.queries.ts';
import { notAllowed, type Lookup } from './lookup.ts';
import { findMembership, findPerson, lockRoom } from './rooms.queries.ts';
import type { Waits } from './waits.ts';

type Needs = {
  database: Database;
  clock: Clock;
  newId: () => string;
  /** The house's own. */
  secret: string;
  lookup: Lookup;
  entering: Pick<Entering, 'removeMember' | 'tellExited'>;
  waits: Pick<Waits, 'tellEnded'>;
};

/** Of those that are good no longer, as many are listed. */
const OVER_LISTED = 200;

const notThere = () => new Refusal('not-found', 'there is no such invitation, or it is not yours to know of');

export const secretOf = (houseSecret: string, id: InvitationId): Secret => derivedSecret(houseSecret, `invitation:${id}`) as Secret;

const inviterOf = ({ maker }: queries.StoredInvitation): Inviter => ({
  house: maker.house === 'deleted' || maker.isSuspended ? 'guest' : maker.house,
  role: maker.role,
});

/** Good: for anybody who has not used it, or for whoever has. */
export const isGood = (invitation: queries.StoredInvitation, now: number, isUsedAlready = false): boolean =>
  isOpen(invitation, now, isUsedAlready) && mayInvite(inviterOf(invitation), invitation.terms);

export const createInvitations = ({ database, clock, newId, secret, lookup, entering, waits }: Needs) => {
  /** `inviter`: whoever looks. They see the secret if they could make such an invitation themselves. */
  const show = (stored: queries.StoredInvitation, inviter: Inviter): Invitation => {
    const { id, terms, room, maker, createdAt, expiresAt, maxUses, uses, revokedAt } = stored;
    const isShown = isGood(stored, clock.now()) && mayInvite(inviter, terms);
    return {
      id,
      terms,
      roomName: room?.name ?? null,
      createdBy: maker.account,
      createdAt,
      expiresAt,
      maxUses,
      uses,
      revokedAt,
      secret: isShown ? secretOf(secret, id) : null,
    };
  };

  /** As they are now, and not as their session knows: it may be told of a change only after this. */
  const inviterInHouse = async (at: Db, { accountId }: Viewer): Promise<Inviter> => {
    const person = await findPerson(at, accountId);
    return { house: person?.house ?? 'guest', role: null };
  };

  const placeFor = async (trx: Trx, viewer: Viewer, terms: Terms): Promise<{ room: Room | null; inviter: Inviter }> => {
    const inviter = await inviterInHouse(trx, viewer);
    if (terms.kind === 'house') return { room: null, inviter };
    const { room, standing } = await lookup.loadFor('invitations.create', viewer, terms.roomId, trx);
    return { room, inviter: { ...inviter, role: standing.role } };
  };

  /** The invitation, held until the end of the change, for those who may take it back; who is not in its room may not know of it. */
  const loadOwn = async (trx: Trx, viewer: Viewer, id: InvitationId) => {
    const found = await queries.findInvitation(trx, id);
    if (!found) throw notThere();
    if (found.room) await lockRoom(trx, found.room.id);
    const { house } = await inviterInHouse(trx, viewer);
    const own = found.room && (await findMembership(trx, found.room.id, viewer.accountId));
    const role = own?.role ?? null;
    const isOfHouse = mayInHouse('invitations.of-others', house);
    const isOfRoom = role !== null && mayInRoom('invitations.revoke', role) && mayInHouse('invitations.revoke', house);
    if (!isOfHouse && !isOfRoom) throw role === null ? notThere() : notAllowed();
    return { found, role, isOfHouse };
  };

  const removeThoseWhoCame = async (
    trx: Trx,
    viewer: Viewer,
    { id, room }: queries.StoredInvitation,
    mayRemove: (theirs: Role) => boolean,
  ): Promise<Departure[]> => {
    if (!room) return [];
    const departures: Departure[] = [];
    for (const { accountId, role } of await queries.cameBy(trx, id)) {
      if (accountId === viewer.accountId || role === 'owner' || !mayRemove(role)) continue;
      const departure = await entering.removeMember(trx, room.id, accountId);
      if (!departure) continue;
      departures.push(departure);
      await record(trx, { at: clock.now(), action: 'rooms.member-removed', actorId: viewer.accountId, room, subjectId: accountId });
    }
    return departures;
  };

  return {
    async create(viewer: Viewer, wish: { terms: Terms; expiresInMs: number | null; maxUses: number | null }): Promise<Invitation> {
      const { terms, expiresInMs, maxUses } = wish;
      const id = newId() as InvitationId;
      return database.transaction(async (trx) => {
        const { room, inviter } = await placeFor(trx, viewer, terms);
        if (!mayInvite(inviter, terms)) throw notAllowed();
        const now = clock.now();
        if ((await queries.openInvitations(trx, room?.id ?? null, now)).length >= LIMITS.invitations) {
          throw new Refusal('full', `no more than ${LIMITS.invitations} invitations are good at the same time`);
        }
        await queries.insertInvitation(trx, {
          id,
          secretHash: hashOf(secretOf(secret, id)),
          terms,
          createdBy: viewer.accountId,
          createdAt: now,
          expiresAt: expiresInMs === null ? null : now + expiresInMs,
          maxUses,
        });
        await record(trx, {
          at: now,
          action: 'invitations.created',
          actorId: viewer.accountId,
          ...(room && { room }),
          details: { kind: terms.kind, role: terms.role },
        });
        return show((await queries.findInvitation(trx, id))!, inviter);
      });
    },

    /** Of a room, or (null) of the house: all that are good, and of the others the latest; newest first. */
    list: (viewer: Viewer, roomId: RoomId | null): Promise<Invitation[]> =>
      database.snapshot(async (at) => {
        const { house } = await inviterInHouse(at, viewer);
        const role = roomId && (await lookup.require('invitations.list', roomId, viewer.accountId, at)).role;
        if (!mayInHouse(roomId === null ? 'invitations.for-house' : 'invitations.list', house)) throw notAllowed();
        const open = await queries.openInvitations(at, roomId, clock.now());
        const known = new Set(open.map(({ id }) => id));
        const over = (await queries.latestInvitations(at, roomId, OVER_LISTED + open.length)).filter(({ id }) => !known.has(id));
        return [...open, ...over.slice(0, OVER_LISTED)]
          .toSorted((a, b) => b.createdAt - a.createdAt || (a.id < b.id ? 1 : -1))
          .map((invitation) => show(invitation, { house, role }));
      }),

    /** All that are good, of the house and of every room, for those who run the house: with the links that they could make themselves. */
    everywhere: (viewer: Viewer): Promise<Invitation[]> =>
      database.snapshot(async (at) => {
        const { house } = await inviterInHouse(at, viewer);
        if (!mayInHouse('invitations.of-others', house)) throw notAllowed();
        const shown: Invitation[] = [];
        for (const invitation of await queries.openInvitations(at, 'all', clock.now())) {
          if (!isGood(invitation, clock.now())) continue;
          const own = invitation.room && (await findMembership(at, invitation.room.id, viewer.accountId));
          shown.push(show(invitation, { house, role: own?.role ?? null }));
        }
        return shown;
      }),

    /** Good no longer, and nobody waits by it any more. Answers who was removed with it. */
    async revoke(viewer: Viewer, id: InvitationId, removePeople: boolean): Promise<AccountId[]> {
      const { ended, departures } = await database.transaction(async (trx) => {
        const { found, role, isOfHouse } = await loadOwn(trx, viewer, id);
        if (await queries.setRevoked(trx, id, clock.now())) {
          await record(trx, {
            at: clock.now(),
            action: 'invitations.revoked',
            actorId: viewer.accountId,
            ...(found.room && { room: found.room }),
            details: { kind: found.terms.kind, role: found.terms.role },
          });
        }
        const mayRemove = (theirs: Role) => isOfHouse || (role !== null && mayDoTo('rooms.remove-member', role, theirs));
        return {
          ended: await deleteWaits(trx, { invitationId: id }),
          departures: removePeople ? await removeThoseWhoCame(trx, viewer, found, mayRemove) : [],
        };
      });
      for (const departure of departures) entering.tellExited(departure, 'removed');
      await waits.tellEnded(ended, 'closed');
      return departures.map(({ accountId }) => accountId);
    },
  };
};
