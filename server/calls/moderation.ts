// Keeping order in a call: turning off what somebody of a lower role sends, and asking them to turn it on, which is theirs to do. Who the asker is in the
// room is looked up each time, and never taken from what they say.
import type { Account } from '../../protocol/accounts.ts';
import type { TrackSource } from '../../protocol/calls.ts';
import { Refusal } from '../../protocol/errors.ts';
import { mayDoTo, type Action } from '../../protocol/permissions.ts';
import type { ParticipantId, RoomId, TrackId } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import type { Bus } from '../cluster/bus.ts';
import type { Membership } from './calls.ts';
import type { LiveCall } from './live-call.ts';
import type { Seat } from './seat.ts';

type Needs = {
  bus: Pick<Bus, 'publishToAccount'>;
  membership: Membership;
  /** Somebody who sits in this room's call; null for anybody else. */
  seatIn(roomId: RoomId, participantId: ParticipantId): { seat: Seat; call: LiveCall } | null;
  seatsIn(roomId: RoomId): Seat[];
};

const noSuch = (what: string) => new Refusal('not-found', `there is no such ${what} in this call`);
const notAllowed = () => new Refusal('not-allowed', 'your role in this room does not allow this');

export const createModeration = ({ bus, membership, seatIn, seatsIn }: Needs) => {
  const seatBelow = async (action: Action, { accountId }: Caller, roomId: RoomId, participantId: ParticipantId) => {
    const { account: by, role } = await membership.require(action, roomId, accountId);
    const found = seatIn(roomId, participantId);
    if (!found) throw noSuch('participant');
    if (!mayDoTo(action, role, found.seat.role)) throw notAllowed();
    return { ...found, by };
  };

  const tell = (event: 'calls.turned-off' | 'calls.asked-on', roomId: RoomId, seat: Seat, source: TrackSource, by: Account): void =>
    bus.publishToAccount(seat.account.id, { kind: 'event', event: { event, body: { roomId, participantId: seat.id, source, by } } });

  return {
    /** What is off already, or gone, is left as it is. */
    async turnOff(caller: Caller, roomId: RoomId, participantId: ParticipantId, trackId: TrackId): Promise<void> {
      const { seat, call, by } = await seatBelow('calls.turn-off', caller, roomId, participantId);
      const owner = call.ownerOf(trackId);
      if (owner !== undefined && owner !== participantId) throw noSuch('track of theirs');
      const source = await seat.turnOff(trackId, by);
      if (source === null) return;
      tell('calls.turned-off', roomId, seat, source, by);
      // After the deed: the call does not wait for the disk.
      await membership.recordInCall(roomId, caller.accountId, seat.account.id, { source });
    },

    /** The microphones of all whose role is lower. */
    async muteAll(caller: Caller, roomId: RoomId): Promise<void> {
      const { account: by, role } = await membership.require('calls.mute-all', roomId, caller.accountId);
      const below = seatsIn(roomId).filter((seat) => mayDoTo('calls.turn-off', role, seat.role));
      const mute = async (seat: Seat): Promise<boolean> => {
        const trackId = seat.trackOf('microphone');
        if (trackId === undefined || (await seat.turnOff(trackId, by)) === null) return false;
        tell('calls.turned-off', roomId, seat, 'microphone', by);
        return true;
      };
      const done = await Promise.all(below.map(mute));
      if (done.includes(true)) await membership.recordInCall(roomId, caller.accountId, null, { source: 'microphone' });
    },

    /** Asks, and nothing more. */
    async askOn(caller: Caller, roomId: RoomId, participantId: ParticipantId, source: 'microphone' | 'camera'): Promise<void> {
      const { seat, by } = await seatBelow('calls.ask-on', caller, roomId, participantId);
      if (!seat.maySend(source)) throw new Refusal('not-allowed', 'they may not send this here: give them the right first');
      if (!seat.isSending(source)) tell('calls.asked-on', roomId, seat, source, by);
    },
  };
};
