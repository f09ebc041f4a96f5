// Who may do what: the one table. Every handler asks it before it acts, the page asks it what to show, and a test asks it for every cell. A request
// without a row does not compile. Pure, and without the schema library. What depends on more than roles (a private room is not found, the owner
// does not leave) is said where it is decided.
import type { HouseRole } from './accounts.ts';
import type { wingRequests } from './protocol.ts';
import type { Rights, Role } from './rooms.ts';
import type { TrackSource } from './calls.ts';

/** Each may do what those before it may. */
const HOUSE_RANKS = ['guest', 'member', 'admin', 'owner'] as const satisfies HouseRole[];
const ROOM_RANKS = ['guest', 'member', 'moderator', 'owner'] as const satisfies Role[];

/**
 * `house`: the least role in the house. `room`: the least role in the room that it is about; `outside` where being no member is no hindrance by
 * itself. `over`: whom it is done to must be of a lower role, and never oneself.
 */
export type Rule = { house: HouseRole; room?: Role | 'outside'; over?: true };

const anybody: Rule = { house: 'guest' };
const members: Rule = { house: 'member' };
const admins: Rule = { house: 'admin' };
const inRoom = (room: Role | 'outside', house: HouseRole = 'guest'): Rule => ({ house, room });
const over = (room: Role): Rule => ({ house: 'guest', room, over: true });

export const RULES = {
  'accounts.find': members,
  'accounts.change-profile': anybody,
  'accounts.set-status': anybody,
  'accounts.remove-picture': anybody,

  'rooms.create': members,
  'rooms.directory': members,
  'rooms.find': inRoom('outside'),
  'rooms.view': inRoom('guest'),
  'rooms.join': inRoom('outside', 'member'),
  'rooms.leave': inRoom('guest'),
  'rooms.add-member': inRoom('moderator', 'member'),
  'rooms.rename': inRoom('moderator'),
  'rooms.delete': inRoom('owner'),
  'rooms.lock': inRoom('moderator'),
  'rooms.set-role': over('owner'),
  'rooms.set-rights': over('moderator'),
  'rooms.remove-member': over('moderator'),
  'rooms.ban': over('moderator'),
  'rooms.unban': inRoom('moderator'),
  'rooms.bans': inRoom('moderator'),
  'rooms.admit': inRoom('moderator'),
  'rooms.turn-away': inRoom('moderator'),
  'rooms.stop-waiting': inRoom('outside'),

  // In a room by its moderators; for the house by its admins, which the wing asks as `invitations.for-house`.
  'invitations.create': inRoom('moderator', 'member'),
  'invitations.list': inRoom('moderator', 'member'),
  'invitations.revoke': inRoom('moderator', 'member'),
  'invitations.accept': anybody,

  'chat.post': inRoom('guest'),
  'chat.history': inRoom('guest'),
  'chat.mark-read': inRoom('guest'),

  'calls.prepare': anybody,
  'calls.join': inRoom('guest'),
  'calls.rejoin': inRoom('guest'),
  'calls.leave': inRoom('guest'),
  'calls.publish': inRoom('guest'),
  'calls.unpublish': inRoom('guest'),
  'calls.pause': inRoom('guest'),
  'calls.subscribe': inRoom('guest'),
  'calls.adjust': inRoom('guest'),
  'calls.unsubscribe': inRoom('guest'),
  'calls.restart-ice': inRoom('guest'),
  'calls.turn-off': over('moderator'),
  'calls.mute-all': inRoom('moderator'),
  'calls.ask-on': over('moderator'),

  'admin.people': admins,
  'admin.set-role': { house: 'owner', over: true },
  'admin.suspend': { house: 'admin', over: true },
  'admin.sign-ins': { house: 'admin', over: true },
  'admin.end-sign-ins': { house: 'admin', over: true },
  'admin.recovery-requests': admins,
  'admin.make-link': { house: 'admin', over: true },
  'admin.dismiss-request': admins,
  'admin.rooms': admins,
  'admin.delete-room': admins,
  'admin.invitations': admins,
  'admin.settings': admins,
  'admin.change-settings': admins,
  'admin.state': admins,
  'admin.audit': admins,
} as const satisfies Record<keyof typeof wingRequests, Rule>;

/** What is no request of its own, but asked for inside one. */
export const ALSO = {
  /** Making, seeing and revoking invitations to the house. */
  'invitations.for-house': admins,
  /** Revoking any invitation, and seeing that it is there. */
  'invitations.of-others': admins,
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof RULES | keyof typeof ALSO;

const ruleOf = (action: Action): Rule => ({ ...RULES, ...ALSO })[action];

const isAtLeast = <Rank extends string>(ranks: readonly Rank[], role: Rank, least: Rank): boolean =>
  ranks.indexOf(role) >= ranks.indexOf(least);

/** The house's part of the rule: asked for every request before its handler is. */
export const mayInHouse = (action: Action, house: HouseRole): boolean => isAtLeast(HOUSE_RANKS, house, ruleOf(action).house);

/** The room's part; `room` is null for those who are no member. */
export const mayInRoom = (action: Action, room: Role | null): boolean => {
  const least = ruleOf(action).room;
  if (least === undefined || least === 'outside') return true;
  return room !== null && isAtLeast(ROOM_RANKS, room, least);
};

/** The part about whom it is done to. Somebody who is no member, or waits, is below all. */
export const mayDoTo = (action: Action, own: Role, theirs: Role | null): boolean =>
  ruleOf(action).over !== true || theirs === null || ROOM_RANKS.indexOf(own) > ROOM_RANKS.indexOf(theirs);

export const mayDoToInHouse = (action: Action, own: HouseRole, theirs: HouseRole): boolean =>
  ruleOf(action).over !== true || HOUSE_RANKS.indexOf(own) > HOUSE_RANKS.indexOf(theirs);

/** Nobody hands out a role above their own: a moderator makes no owner. */
export const mayGive = (own: Role, given: Role): boolean => isAtLeast(ROOM_RANKS, own, given);

/** What somebody may publish in a call. */
export const maySend = (source: TrackSource, { maySpeak, mayShare }: Rights): boolean => {
  switch (source) {
    case 'microphone':
    case 'camera':
      return maySpeak;
    case 'screen':
    case 'screen-sound':
      return mayShare;
    default:
      return source satisfies never;
  }
};

/** Who decides over the lobby, and is told of it. */
export const seesLobby = (role: Role): boolean => mayInRoom('rooms.admit', role);
