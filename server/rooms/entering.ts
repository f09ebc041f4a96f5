// Coming into a room and going out of it, whichever way somebody takes: by themselves, by a moderator's hand, by an invitation, through the lobby.
// `addMember` and `removeMember` are a transaction's part of it, `tellEntered` and `tellExited` what follows its commit.
import { LIMITS } from '../../protocol/constants.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { Call } from '../../protocol/calls.ts';
import type { EventOf } from '../../protocol/wire.ts';
import type { AccountId, InvitationId, RoomId } from '../../protocol/wire.ts';
import type { Placed } from '../../protocol/protocol.ts';
import type { Member, Rights, Role, Room, roomAccountEvents, roomEvents, RoomSummary } from '../../protocol/rooms.ts';
import { seesLobby } from '../../protocol/permissions.ts';
import { holdAccount } from '../accounts/people.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Clock } from '../clock.ts';
import type { Trx } from '../storage/schema.ts';
import { deleteWaits } from './lobby.queries.ts';
import * as queries from './rooms.queries.ts';
import type { Waits } from './waits.ts';
import { keepRights, withoutWithheld } from './withheld.queries.ts';

/** As what somebody comes in. `sinceSeq`: what they may read begins after it; null: nothing of before. */
export type Terms = { role: Role; rights: Rights; sinceSeq: number | null; invitationId: InvitationId | null };

type Joined = Extract<EventOf<typeof roomEvents>, { event: 'rooms.member-joined' }>;
type Left = Extract<EventOf<typeof roomEvents>, { event: 'rooms.member-left' }>;
export type ExitReason = Extract<EventOf<typeof roomAccountEvents>, { event: 'rooms.exited' }>['body']['reason'];

/** `hasWaited`: in front of the room, until now. */
export type Arrival = { room: Room; member: Member; sinceSeq: number; placed: Placed<Joined>; hasWaited: boolean };
export type Departure = { roomId: RoomId; accountId: AccountId; placed: Placed<Left> };

export type Entering = ReturnType<typeof createEntering>;

type Needs = { bus: Bus; clock: Clock; waits: Pick<Waits, 'tell' | 'tellEnded'>; callOf(roomId: RoomId): Call | null };

export const ALL_RIGHTS: Rights = { maySpeak: true, mayShare: true };

/** Such a one is heard: nobody of their rank could give them the right. */
export const keepsOrder = (role: Role): boolean => role === 'owner' || role === 'moderator';

/** As people of the house come in by themselves, or are brought in. */
export const asMember = (role: Role = 'member'): Terms => ({ role, rights: ALL_RIGHTS, sinceSeq: 0, invitationId: null });

export const createEntering = ({ bus, clock, waits, callOf }: Needs) => {
  const publishEntered = ({ room, member, sinceSeq, placed, hasWaited }: Arrival): RoomSummary => {
    const { id: accountId } = member.account;
    const summary: RoomSummary = {
      room,
      seq: placed.seq,
      role: member.role,
      rights: member.rights,
      sinceSeq,
      readSeq: placed.seq,
      unread: 0,
      call: callOf(room.id),
      lobby: [],
    };
    // The room first: its stream is then where the newcomer's begins.
    bus.publishToRoom(room.id, { kind: 'event', placed });
    if (hasWaited) {
      const waited = { event: 'rooms.waited' as const, body: { roomId: room.id, outcome: 'admitted' as const } };
      bus.publishToAccount(accountId, { kind: 'event', event: waited });
    }
    bus.publishToAccount(accountId, {
      kind: 'event',
      event: { event: 'rooms.entered', body: { summary } },
      attach: { roomId: room.id, seq: placed.seq },
    });
    return summary;
  };

  return {
    /** null for somebody who is in already. Who may come in is asked before. */
    async addMember(trx: Trx, room: Room, accountId: AccountId, terms: Terms): Promise<Arrival | null> {
      // What the event says of them holds until it is told.
      await holdAccount(trx, accountId);
      const person = await queries.findPerson(trx, accountId);
      if (!person) throw new Refusal('not-found', 'there is no such person');
      const { invitationId } = terms;
      // A guest of the house is one in every room.
      const role = person.house === 'guest' ? 'guest' : terms.role;
      // Going and coming again gives nothing back; being made to keep order does.
      if (keepsOrder(role)) await keepRights(trx, room.id, accountId, ALL_RIGHTS);
      const rights = await withoutWithheld(trx, room.id, accountId, terms.rights);
      const joinedAt = clock.now();
      if (!(await queries.insertMember(trx, { roomId: room.id, accountId, role, ...rights, readSeq: 0, joinedAt, invitationId })))
        return null;
      // Counted with the new one, which a refusal takes back: who is in already needs no place.
      if ((await queries.countRoomsOf(trx, accountId)) > LIMITS.roomsPerAccount) {
        throw new Refusal('full', `nobody can be in more than ${LIMITS.roomsPerAccount} rooms`);
      }
      if ((await queries.countMembers(trx, room.id)) > LIMITS.membersPerRoom) {
        throw new Refusal('full', `a room has no place for more than ${LIMITS.membersPerRoom} members`);
      }
      const member: Member = { account: person.account, profile: person.profile, role, rights };
      const placed = await queries.appendEvent(trx, room.id, { event: 'rooms.member-joined' as const, body: { member } });
      const sinceSeq = terms.sinceSeq ?? placed.seq;
      // All that was there before counts as read.
      await queries.setStart(trx, room.id, accountId, { sinceSeq, readSeq: placed.seq });
      const ended = await deleteWaits(trx, { roomId: room.id, accountIds: [accountId] });
      return { room, member, sinceSeq, placed, hasWaited: ended.length > 0 };
    },

    publishEntered,

    /** The same, and who waits now, for those who decide over it: the newcomer may have waited, or be one of these. */
    async tellEntered(arrival: Arrival): Promise<RoomSummary> {
      const { room, member, hasWaited } = arrival;
      const summary = publishEntered(arrival);
      if (!seesLobby(member.role)) {
        if (hasWaited) await waits.tell(room.id);
        return summary;
      }
      return { ...summary, lobby: await waits.tell(room.id, hasWaited ? undefined : [member.account.id]) };
    },

    /** null for somebody who was not in. Who may go, or be sent, is asked before. */
    async removeMember(trx: Trx, roomId: RoomId, accountId: AccountId): Promise<Departure | null> {
      if (!(await queries.deleteMember(trx, roomId, accountId))) return null;
      return {
        roomId,
        accountId,
        placed: await queries.appendEvent(trx, roomId, { event: 'rooms.member-left' as const, body: { accountId } }),
      };
    },

    tellExited({ roomId, accountId, placed }: Departure, reason: ExitReason): void {
      const exited = { event: 'rooms.exited' as const, body: { roomId, reason } };
      bus.publishToAccount(accountId, { kind: 'event', event: exited, detach: roomId });
      // The call in the room hears it too, and gives their seat back.
      bus.publishToRoom(roomId, { kind: 'event', placed });
    },
  };
};
