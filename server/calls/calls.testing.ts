// A house with nothing in it but calls, for tests: the fake SFU, the bus of one node, a clock that is turned by hand, and people who ask over
// the wire's own schemas.
import type * as z from 'zod';
import { mayInRoom } from '../../protocol/permissions.ts';
import type { AccountEvent, RoomEvent } from '../../protocol/protocol.ts';
import type { Rights, Role } from '../../protocol/rooms.ts';
import { callRequests, type Call, type TrackSource } from '../../protocol/calls.ts';
import { Refusal } from '../../protocol/errors.ts';
import type { RtpCapabilities } from '../../protocol/media.ts';
import type { Signal } from '../../protocol/protocol.ts';
import type { AccountId, ParticipantId, RoomId, TrackId } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import { createFakeClock } from '../clock.ts';
import { createInProcessBus } from '../cluster/in-process.ts';
import { newId } from '../ids.ts';
import { createFakeSfu } from '../media/fake.ts';
import { browserCapabilities, camera, fingerprints, microphone } from '../media/rtp-samples.ts';
import { callHandlers } from './calls.handlers.ts';
import { createCalls } from './calls.ts';
import { kindOfSource } from './calls.policy.ts';

type Name = keyof typeof callRequests;
type Body<Asked extends Name> = z.input<(typeof callRequests)[Asked]['body']>;
type Reply<Asked extends Name> = z.output<(typeof callRequests)[Asked]['reply']>;

export type Person = ReturnType<ReturnType<typeof createCallsHouse>['person']>;

export const garden = newId() as RoomId;
export const kitchen = newId() as RoomId;

const ALL: Rights = { maySpeak: true, mayShare: true };

export const createCallsHouse = () => {
  const sfu = createFakeSfu();
  const bus = createInProcessBus();
  const clock = createFakeClock();
  /** Who is in which room; everybody is in the garden and the kitchen until they are not. */
  const strangers = new Set<string>();
  /** What they are there; members who may do everything until they are something else. */
  const standings = new Map<string, { role: Role; rights: Rights }>();
  const standingOf = (name: string) => standings.get(name) ?? { role: 'member' as const, rights: ALL };
  /** What was written into the trail. */
  const trail: unknown[] = [];
  let lastSeq = 0;
  let beforeMembership = async (): Promise<void> => {};
  let afterMembership = async (): Promise<void> => {};
  const calls = createCalls({
    sfu,
    bus,
    clock,
    newId,
    membership: {
      async require(action, _roomId, accountId) {
        await beforeMembership();
        if (strangers.has(accountId)) throw new Refusal('not-found', 'there is no such room');
        const account = { id: accountId, name: accountId, kind: 'person' as const, picture: null };
        const standing = standingOf(accountId);
        if (!mayInRoom(action, standing.role)) throw new Refusal('not-allowed', 'your role in this room does not allow this');
        const answer = { account, ...standing, sinceSeq: 0 };
        await afterMembership();
        return answer;
      },
      recordInCall: async (_roomId, actor, subject, details) => void trail.push([actor, subject, details]),
    },
  });
  const handlers = callHandlers(calls);
  const heard: Signal[] = [];
  bus.subscribeToRoom(garden, (message) => {
    if (message.kind === 'signal') heard.push(message.signal);
  });

  const happens = (event: RoomEvent, seq = ++lastSeq, roomId = garden): void =>
    bus.publishToRoom(roomId, { kind: 'event', placed: { ...event, seq } });

  /** One session of an account. */
  const person = (name: string, capabilities: RtpCapabilities = browserCapabilities) => {
    const caller: Caller = { accountId: name as AccountId, role: 'member', sessionId: newId(), signInId: newId() };
    const told: AccountEvent[] = [];
    bus.subscribeToAccount(caller.accountId, (message) => {
      if (message.kind === 'event') told.push(message.event);
    });
    let participantId = newId() as ParticipantId;

    const ask = async <Asked extends Name>(asked: Asked, body: Body<Asked>): Promise<Reply<Asked>> => {
      const { body: bodySchema, reply: replySchema } = callRequests[asked];
      const handle = handlers[asked] as (caller: Caller, body: unknown) => Promise<unknown>;
      return replySchema.parse(await handle(caller, bodySchema.parse(body))) as Reply<Asked>;
    };

    return {
      caller,
      ask,
      /** What was told to the account. */
      told,
      get participantId() {
        return participantId;
      },
      async join(roomId: RoomId = garden) {
        const joined = await ask('calls.join', {
          roomId,
          rtpCapabilities: capabilities,
          sendFingerprints: fingerprints,
          receiveFingerprints: fingerprints,
        });
        participantId = joined.participantId;
        return joined;
      },
      publish: async (source: TrackSource, isPaused = false): Promise<TrackId> => {
        const rtpParameters = kindOfSource[source] === 'audio' ? microphone(source) : camera(source);
        return (await ask('calls.publish', { participantId, source, rtpParameters, isPaused })).trackId;
      },
      subscribe: async (...trackIds: TrackId[]) => (await ask('calls.subscribe', { participantId, trackIds })).subscriptions,
      leave: () => ask('calls.leave', { participantId }),
      ends: (how: 'left' | 'lost') => calls.sessionEnded(caller, how),
    };
  };

  return {
    sfu,
    bus,
    clock,
    calls,
    person,
    strangers,
    trail,
    heard,
    happens,
    /** From now on, in the database and to whoever hears the room. */
    becomes(name: string, role: Role, rights: Rights = ALL) {
      standings.set(name, { role, rights });
      happens({ event: 'rooms.member-changed', body: { accountId: name as AccountId, role, rights } });
    },
    leaves(name: string) {
      strangers.add(name);
      happens({ event: 'rooms.member-left', body: { accountId: name as AccountId } });
    },
    /** In the database alone: nobody has been told. */
    standings,
    /** Lets what is told at the end of the turn be told. */
    settle: () => new Promise<void>((resolve) => setImmediate(resolve)),
    names: (): string[] => calls.callOf(garden)?.participants.map(({ account }) => account.name) ?? [],
    changes: (): (Call | null)[] => heard.flatMap((signal) => (signal.signal === 'calls.changed' ? [signal.body.call] : [])),
    /** What happens while a question about membership is answered. */
    duringMembership(happen: () => Promise<void>) {
      beforeMembership = happen;
    },
    /** What happens when the answer is made and not there yet. */
    afterMembership(happen: () => Promise<void>) {
      afterMembership = happen;
    },
  };
};
