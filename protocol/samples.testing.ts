// People and rooms for tests, whole, so that a test names only what it is about.
import type { Account, OwnAccount, Profile } from './accounts.ts';
import type { Member, Role, Room, RoomSummary } from './rooms.ts';
import type { AccountId } from './wire.ts';

export const accountOf = (id: string, name = id): Account => ({ id: id as AccountId, name, kind: 'person', picture: null });

export const PROFILE: Profile = { about: '', pronouns: '', timeZone: null, status: null };

export const ownOf = (id: string, name = id): OwnAccount => ({
  ...accountOf(id, name),
  email: `${id}@example.org`,
  isEmailConfirmed: false,
  role: 'member',
  profile: PROFILE,
});

export const RIGHTS = { maySpeak: true, mayShare: true };

export const memberOf = (id: string, role: Role = 'member', name = id): Member => ({
  account: accountOf(id, name),
  profile: PROFILE,
  role,
  rights: RIGHTS,
});

export const summaryOf = (room: Room, role: Role = 'owner'): RoomSummary => ({
  room,
  seq: 0,
  role,
  rights: RIGHTS,
  sinceSeq: 0,
  readSeq: 0,
  unread: 0,
  call: null,
  lobby: [],
});
