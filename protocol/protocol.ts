// The lists: every request, event and signal there is. A test pins the hash of their schemas.
import * as z from 'zod';
import { accountAccountEvents, accountRequests, accountRoutes, OwnAccount } from './accounts.ts';
import { adminRequests } from './admin.ts';
import { callAccountEvents, callRequests, callSignals } from './calls.ts';
import { chatAccountEvents, chatEvents, chatRequests } from './chat.ts';
import { LIMITS } from './constants.ts';
import { invitationRequests, invitationRoutes } from './invitations.ts';
import { roomAccountEvents, roomEvents, roomRequests, RoomSummary, WaitingFor } from './rooms.ts';
import { request, RoomId, Seq, type BodyOf, type EventOf, type ReplyOf, type SignalOf } from './wire.ts';

/**
 * The first request on every socket. `resume` names rooms whose view the page holds, with the last `seq` it has seen: their missed events
 * follow as ordinary frames. A room in `stale` is too far behind (or gone from the caller): fetch its view anew, or drop it.
 */
export const sessionRequests = {
  hello: request(
    z.strictObject({
      version: z.int(),
      resume: z
        .array(z.strictObject({ roomId: RoomId, seq: Seq }))
        .max(LIMITS.resumeRooms)
        .optional(),
    }),
    z.strictObject({ me: OwnAccount, rooms: z.array(RoomSummary), stale: z.array(RoomId), waitingFor: z.array(WaitingFor) }),
  ),
};

/** What the wings handle. */
export const wingRequests = {
  ...accountRequests,
  ...roomRequests,
  ...invitationRequests,
  ...chatRequests,
  ...callRequests,
  ...adminRequests,
};

/** What is asked over HTTP with JSON, by the folder of its path, `/api/<folder>/<name>`. */
export const routes = { accounts: accountRoutes, invitations: invitationRoutes };
export const requests = { ...sessionRequests, ...wingRequests };

/** `{ room, seq, event, body }`: in the room's stream, stored, counted. */
export const roomStream = { ...roomEvents, ...chatEvents };
/** `{ event, body }`: to every session of one account; `hello` brings the whole of what they change. */
export const accountStream = { ...accountAccountEvents, ...roomAccountEvents, ...chatAccountEvents, ...callAccountEvents };
/** `{ room, signal, body }`: only the latest of each matters; superseded ones are dropped under back-pressure. */
export const signals = { ...callSignals };

export type RequestName = keyof typeof requests;
export type RequestBody<Name extends RequestName> = BodyOf<(typeof requests)[Name]>;
export type RequestReply<Name extends RequestName> = ReplyOf<(typeof requests)[Name]>;

export type RoomEvent = EventOf<typeof roomStream>;
export type AccountEvent = EventOf<typeof accountStream>;
export type Signal = SignalOf<typeof signals>;

/** A room event with its place in the room's stream. */
export type Placed<Event = RoomEvent> = Event & { seq: number };
