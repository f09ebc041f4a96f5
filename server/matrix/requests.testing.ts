// The matrix of requests: for each, what is sent and what every kind of actor is answered. This is the one table that says what ought to be; that
// protocol/permissions.ts says the same is what the matrix finds out.
import type { RefusalCode } from '../../protocol/errors.ts';
import type { wingRequests } from '../../protocol/protocol.ts';
import type { Role } from '../../protocol/rooms.ts';
import type { ParticipantId, RoomId, SubscriptionId, TrackId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { browserCapabilities, fingerprints, microphone } from '../media/rtp-samples.ts';
import { INSIDE, LIVE, type Live, type Scene } from './cast.testing.ts';

export type Cell = 'ok' | RefusalCode;
export type Answers = Record<Live, Cell>;
type Row = { answers: Answers; body(scene: Scene, who: Live): unknown };

type Overrides = Partial<Answers>;

const RANK: readonly Role[] = ['guest', 'member', 'moderator', 'owner'];
const roleOf = (who: (typeof INSIDE)[number]): Role => (who === 'muted' ? 'member' : who);
const GUESTS: readonly Live[] = ['guest', 'waiting'];

const fill = (answer: (who: Live) => Cell, overrides: Overrides): Answers => ({
  ...(Object.fromEntries(LIVE.map((who) => [who, answer(who)])) as Answers),
  ...overrides,
});
const isInside = (who: Live): who is (typeof INSIDE)[number] => (INSIDE as readonly Live[]).includes(who);

/** Everybody who is signed in. */
const everybody = (overrides: Overrides = {}): Answers => fill(() => 'ok', overrides);
/** Everybody with an account of their own. */
const accounts = (overrides: Overrides = {}): Answers => fill((who) => (GUESTS.includes(who) ? 'not-allowed' : 'ok'), overrides);
/** Admins of the house, whatever they are in the room. */
const admins = (overrides: Overrides = {}): Answers => fill((who) => (who === 'admin' ? 'ok' : 'not-allowed'), overrides);
/** Those in the room whose role is at least this. For others the room is not there. */
const inRoom = (least: Role, overrides: Overrides = {}): Answers =>
  fill((who) => {
    if (!isInside(who)) return 'not-found';
    return RANK.indexOf(roleOf(who)) >= RANK.indexOf(least) ? 'ok' : 'not-allowed';
  }, overrides);
/** The same, of things that guests of the house do not do anywhere. */
const inRoomWithAccount = (least: Role, overrides: Overrides = {}): Answers => ({
  ...inRoom(least, overrides),
  guest: 'not-allowed',
  waiting: 'not-allowed',
});
/** Those who sit in the call: a seat is its own session's, and others have none. */
const seated = (overrides: Overrides = {}): Answers => fill((who) => (isInside(who) ? 'ok' : 'not-in-call'), overrides);

const room = ({ room: { id } }: Scene) => ({ roomId: id });
const on = (target: Parameters<Scene['idOf']>[0]) => (scene: Scene) => ({ roomId: scene.room.id, accountId: scene.idOf(target) });
const nothing = () => ({});
/** The actor's own seat where they get one; else somebody else's, which is what a thief would name. */
const ownSeat = async (scene: Scene, who: Live): Promise<{ participantId: ParticipantId; trackId: TrackId }> => {
  const victim = scene.seats.victim ?? (await scene.sit('victim'))!;
  return (isInside(who) ? await scene.sit(who) : null) ?? victim;
};
const victimSeat = async (scene: Scene) => {
  const { participantId, trackId } = (await scene.sit('victim'))!;
  return { roomId: scene.room.id, participantId, trackId };
};
const subscription = async (scene: Scene, who: Live) => {
  const { participantId } = await ownSeat(scene, who);
  if (!isInside(who)) return { participantId, subscriptionId: newId() as SubscriptionId };
  const { subscriptions } = await scene.ask(who, 'calls.subscribe', { participantId, trackIds: [scene.seats.victim!.trackId] });
  return { participantId, subscriptionId: subscriptions[0]!.id };
};
const seatedWith =
  (also: Record<string, unknown> = {}) =>
  async (scene: Scene, who: Live) => ({ participantId: (await ownSeat(scene, who)).participantId, ...also });
const terms = ({ room: { id } }: Scene) => ({
  terms: { kind: 'room', roomId: id, role: 'guest', entry: 'direct', rights: { maySpeak: true, mayShare: true }, history: 'none' },
  expiresInMs: 60_000,
  maxUses: 1,
});
const somebody = (scene: Scene) => ({ accountId: scene.idOf('stray') });

export const REQUESTS: Record<keyof typeof wingRequests, Row> = {
  'accounts.find': { answers: accounts(), body: () => ({ text: 'The' }) },
  'accounts.change-profile': {
    answers: everybody({ waiting: 'not-allowed' }),
    body: (_scene, who) => ({ name: `The ${who}`, about: newId(), pronouns: '', timeZone: null }),
  },
  'accounts.set-status': {
    answers: everybody({ waiting: 'not-allowed' }),
    body: () => ({ status: { text: newId().slice(0, 8), emoji: '', until: null } }),
  },
  'accounts.remove-picture': { answers: everybody({ waiting: 'not-allowed' }), body: nothing },

  'rooms.create': { answers: accounts(), body: () => ({ name: 'Of their own', visibility: 'private' }) },
  'rooms.directory': { answers: accounts(), body: nothing },
  'rooms.find': { answers: inRoom('guest'), body: (scene) => ({ slug: scene.room.slug }) },
  'rooms.view': { answers: inRoom('guest'), body: room },
  'rooms.join': { answers: inRoomWithAccount('guest'), body: room },
  'rooms.leave': { answers: inRoom('guest', { owner: 'not-allowed' }), body: room },
  'rooms.add-member': { answers: inRoomWithAccount('moderator'), body: on('stray') },
  'rooms.rename': { answers: inRoom('moderator'), body: (scene) => ({ ...room(scene), name: 'Another name' }) },
  'rooms.delete': { answers: inRoom('owner'), body: room },
  'rooms.lock': { answers: inRoom('moderator'), body: (scene) => ({ ...room(scene), isLocked: true }) },
  'rooms.set-role': { answers: inRoom('owner'), body: (scene) => ({ ...on('victim')(scene), role: 'moderator' }) },
  'rooms.set-rights': {
    answers: inRoom('moderator'),
    body: (scene) => ({ ...on('victim')(scene), rights: { maySpeak: false, mayShare: true } }),
  },
  'rooms.remove-member': { answers: inRoom('moderator'), body: on('victim') },
  'rooms.ban': { answers: inRoom('moderator'), body: on('victim') },
  'rooms.unban': { answers: inRoom('moderator'), body: on('banned') },
  'rooms.bans': { answers: inRoom('moderator'), body: room },
  'rooms.admit': { answers: inRoom('moderator'), body: (scene) => ({ ...room(scene), accountIds: [scene.idOf('newcomer')] }) },
  'rooms.turn-away': { answers: inRoom('moderator'), body: (scene) => ({ ...room(scene), accountIds: [scene.idOf('newcomer')] }) },
  // Whoever does not wait is told the same as whoever does, and nothing comes of it.
  'rooms.stop-waiting': { answers: everybody(), body: room },

  'invitations.create': { answers: inRoomWithAccount('moderator'), body: terms },
  'invitations.list': { answers: inRoomWithAccount('moderator'), body: room },
  'invitations.revoke': {
    answers: inRoomWithAccount('moderator', { admin: 'ok' }),
    body: (scene) => ({ invitationId: scene.invitation.id, removePeople: false }),
  },
  // The link opens the room to whoever has it, but for those who are banned from it; who is in, is in.
  'invitations.accept': { answers: everybody({ banned: 'banned' }), body: (scene) => ({ secret: scene.invitation.secret }) },

  'chat.post': { answers: inRoom('guest'), body: (scene) => ({ ...room(scene), key: newId(), text: 'Hello' }) },
  'chat.history': { answers: inRoom('guest'), body: room },
  'chat.mark-read': { answers: inRoom('guest'), body: (scene) => ({ ...room(scene), seq: 1 }) },

  'calls.prepare': { answers: everybody(), body: nothing },
  'calls.join': {
    answers: inRoom('guest'),
    body: (scene) => ({
      ...room(scene),
      rtpCapabilities: browserCapabilities,
      sendFingerprints: fingerprints,
      receiveFingerprints: fingerprints,
    }),
  },
  'calls.rejoin': { answers: seated(), body: seatedWith() },
  'calls.leave': { answers: seated(), body: seatedWith() },
  'calls.publish': {
    answers: seated({ muted: 'not-allowed' }),
    body: async (scene, who) => ({
      ...(await seatedWith()(scene, who)),
      source: 'microphone',
      rtpParameters: microphone(),
      isPaused: false,
    }),
  },
  'calls.unpublish': { answers: seated(), body: async (scene, who) => withoutRoom(await ownTrack(scene, who)) },
  'calls.pause': {
    // Who may not speak has no track of their own; somebody else's is not there for them.
    answers: seated({ muted: 'not-found' }),
    body: async (scene, who) => ({ ...withoutRoom(await ownTrack(scene, who)), isPaused: true }),
  },
  'calls.subscribe': {
    answers: seated(),
    body: async (scene, who) => ({ ...(await seatedWith()(scene, who)), trackIds: [scene.seats.victim!.trackId] }),
  },
  'calls.adjust': { answers: seated(), body: async (scene, who) => ({ ...(await subscription(scene, who)), isPaused: true }) },
  'calls.unsubscribe': { answers: seated(), body: subscription },
  'calls.restart-ice': { answers: seated(), body: seatedWith({ direction: 'send' }) },
  'calls.turn-off': { answers: inRoom('moderator'), body: victimSeat },
  'calls.mute-all': {
    answers: inRoom('moderator'),
    body: async (scene) => ({ roomId: (await victimSeat(scene)).roomId }),
  },
  'calls.ask-on': {
    answers: inRoom('moderator'),
    body: async (scene) => {
      const { roomId, participantId } = await victimSeat(scene);
      return { roomId, participantId, source: 'camera' };
    },
  },

  'admin.people': { answers: admins(), body: () => ({ text: '', show: 'all' }) },
  // The owner's alone, who is not among the actors of a room: an admin is as little as a member here.
  'admin.set-role': { answers: admins({ admin: 'not-allowed' }), body: (scene) => ({ ...somebody(scene), role: 'member' }) },
  'admin.suspend': { answers: admins(), body: (scene) => ({ ...somebody(scene), isSuspended: false }) },
  'admin.sign-ins': { answers: admins(), body: somebody },
  'admin.end-sign-ins': { answers: admins(), body: (scene) => ({ ...somebody(scene), id: newId() }) },
  'admin.recovery-requests': { answers: admins(), body: nothing },
  'admin.make-link': { answers: admins(), body: somebody },
  'admin.dismiss-request': { answers: admins(), body: somebody },
  'admin.rooms': { answers: admins(), body: () => ({ text: '' }) },
  'admin.delete-room': { answers: admins(), body: room },
  'admin.invitations': { answers: admins(), body: nothing },
  'admin.settings': { answers: admins(), body: nothing },
  'admin.change-settings': {
    answers: admins(),
    body: () => ({ settings: { signUp: { kind: 'open' }, limits: { uploadBytes: 10 * 1024 * 1024, storedBytes: 1024 * 1024 * 1024 } } }),
  },
  'admin.state': { answers: admins(), body: nothing },
  'admin.audit': { answers: admins(), body: nothing },
};

async function ownTrack(scene: Scene, who: Live) {
  const { participantId, trackId } = await ownSeat(scene, who);
  return { roomId: scene.room.id, participantId, trackId: trackId || scene.seats.victim!.trackId };
}

function withoutRoom({ participantId, trackId }: { roomId: RoomId; participantId: ParticipantId; trackId: TrackId }) {
  return { participantId, trackId };
}
