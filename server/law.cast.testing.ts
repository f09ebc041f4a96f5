// Who is there when the law is tried, and what they do before: Alice owns a room that Bob is in, Carol is not.
import type { TrackSource } from '../protocol/calls.ts';
import type { ParticipantId, RoomId, TrackId } from '../protocol/wire.ts';
import { browserCapabilities, camera, fingerprints, microphone } from './media/rtp-samples.ts';
import { newKey, type Person, type Wings } from './wings.testing.ts';

export type Cast = { wings: Wings; alice: Person; bob: Person; carol: Person; roomId: RoomId };
/** Prepares, and answers with the request itself. */
export type Scenario = (cast: Cast) => Promise<() => Promise<unknown>>;

export const post = (person: Person, roomId: RoomId, text = 'Hello') => person.ask('chat.post', { roomId, key: newKey(), text });
export const posts = async (person: Person, roomId: RoomId, count: number) => {
  for (let index = 0; index < count; index++) await post(person, roomId, `Message ${index}`);
};
export const joinCall = (person: Person, roomId: RoomId) =>
  person.ask('calls.join', {
    roomId,
    rtpCapabilities: browserCapabilities,
    sendFingerprints: fingerprints,
    receiveFingerprints: fingerprints,
  });
export const publish = (person: Person, participantId: ParticipantId, source: TrackSource, isPaused = false) =>
  person.ask('calls.publish', {
    participantId,
    source,
    rtpParameters: source === 'microphone' ? microphone() : camera(),
    isPaused,
  });

export type Seated = { participantId: ParticipantId; trackId: TrackId };
export const seated = async (person: Person, roomId: RoomId): Promise<Seated> => {
  const { participantId } = await joinCall(person, roomId);
  return { participantId, trackId: (await publish(person, participantId, 'microphone')).trackId };
};
/** Bob, with a subscription to what Alice publishes. */
export const listening = async ({ alice, bob, roomId }: Cast) => {
  const { participantId } = await joinCall(bob, roomId);
  const { trackId } = await seated(alice, roomId);
  const { subscriptions } = await bob.ask('calls.subscribe', { participantId, trackIds: [trackId] });
  return { participantId, trackId, subscriptionId: subscriptions[0]!.id };
};
