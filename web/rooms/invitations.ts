// Invitations as the page handles them: a draft that is written in plain choices, the request it becomes, and what state a made one is in.
// Pure, save for `createInvitations`, which holds the list of one room.
import { atom, type ReadableAtom } from 'nanostores';
import type { HistoryShown, Invitation, RoomTerms, Terms } from '../../protocol/invitations.ts';
import { mayGive } from '../../protocol/permissions.ts';
import type { RequestBody } from '../../protocol/protocol.ts';
import type { Role, Room, Visibility } from '../../protocol/rooms.ts';
import type { AccountId, InvitationId, RoomId, Secret } from '../../protocol/wire.ts';
import type { Connection } from '../connection/connection.ts';
import { paths } from '../routes.ts';

const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;

/** How long a link may be good, as it is chosen; `date` ends with the day that is written beside it. */
export const LIFETIMES = { hour: HOUR_MS, day: DAY_MS, week: 7 * DAY_MS, month: 30 * DAY_MS, ever: null } as const;
export type Lifetime = keyof typeof LIFETIMES | 'date';
export const USES = { once: 1, ten: 10, any: null } as const;
export type Uses = keyof typeof USES;

export type InvitedRole = RoomTerms['role'];
export const INVITED_ROLES = ['guest', 'member', 'moderator'] as const satisfies InvitedRole[];
export const HISTORIES = ['none', 'call', 'all'] as const satisfies HistoryShown[];

export type Draft = {
  role: InvitedRole;
  entry: RoomTerms['entry'];
  maySpeak: boolean;
  mayShare: boolean;
  history: HistoryShown;
  lifetime: Lifetime;
  /** `YYYY-MM-DD`, as a date field has it. */
  date: string;
  uses: Uses;
};

/** What most people want: one link for the whole circle, which shows outsiders the call that they are invited to, and nothing else. */
export const FIRST_DRAFT: Draft = {
  role: 'guest',
  entry: 'direct',
  maySpeak: true,
  mayShare: true,
  history: 'call',
  lifetime: 'week',
  date: '',
  uses: 'any',
};

/** Somebody who belongs here reads everything and does everything, unless it is said otherwise. */
export const withRole = (draft: Draft, role: InvitedRole): Draft =>
  role === draft.role
    ? draft
    : { ...draft, role, ...(role === 'guest' ? { history: 'call' } : { history: 'all', maySpeak: true, mayShare: true }) };

/** A public room is open to everybody with an account, whole: an invitation takes nothing away from that. */
export const isOpenAnyway = (visibility: Visibility, role: InvitedRole): boolean => visibility === 'public' && role !== 'guest';

/** Nobody hands out more than they are. */
export const rolesToGive = (own: Role): InvitedRole[] => INVITED_ROLES.filter((role) => mayGive(own, role));

const MOST_MS = 366 * DAY_MS;
const LEAST_MS = 60_000;

/** To the end of that day, by this machine's calendar; null where it is no date, is over, or is more than a year ahead. */
export const untilDate = (date: string, nowMs: number): number | null => {
  const [year, month, day] = date.split('-').map(Number);
  if (year === undefined || month === undefined || day === undefined || !/^\d{4}-\d{2}-\d{2}$/.test(date)) return null;
  const ms = new Date(year, month - 1, day + 1).getTime() - nowMs;
  return ms >= LEAST_MS && ms <= MOST_MS ? ms : null;
};

const WHOLE = { entry: 'direct', maySpeak: true, mayShare: true, history: 'all' } as const;

/** `wrong-date` where the draft asks for a day that cannot be had. */
export const requestOf = (
  draft: Draft,
  { id: roomId, visibility }: Pick<Room, 'id' | 'visibility'>,
  nowMs: number,
): RequestBody<'invitations.create'> | 'wrong-date' => {
  const { role, lifetime, uses } = draft;
  const { entry, maySpeak, mayShare, history } = isOpenAnyway(visibility, role) ? { ...draft, ...WHOLE } : draft;
  const expiresInMs = lifetime === 'date' ? untilDate(draft.date, nowMs) : LIFETIMES[lifetime];
  if (lifetime === 'date' && expiresInMs === null) return 'wrong-date';
  return {
    terms: { kind: 'room', roomId, role, entry, rights: { maySpeak, mayShare }, history },
    expiresInMs,
    maxUses: USES[uses],
  };
};

export type InvitationState = 'good' | 'revoked' | 'expired' | 'used-up';

export const stateOf = ({ revokedAt, expiresAt, maxUses, uses }: Invitation, nowMs: number): InvitationState => {
  if (revokedAt !== null) return 'revoked';
  if (expiresAt !== null && expiresAt <= nowMs) return 'expired';
  return maxUses !== null && uses >= maxUses ? 'used-up' : 'good';
};

export const linkOf = (secret: Secret, origin: string): string => `${origin}${paths.join}#${secret}`;

const sameTerms = (a: Terms, b: RequestBody<'invitations.create'>['terms']): boolean => {
  if (a.kind !== 'room' || b.kind !== 'room') return a.kind === b.kind && a.role === b.role;
  return (
    a.roomId === b.roomId &&
    a.role === b.role &&
    a.entry === b.entry &&
    a.history === b.history &&
    a.rights.maySpeak === b.rights.maySpeak &&
    a.rights.mayShare === b.rights.mayShare
  );
};

/** Asking for the same link once more gets the one there is, for as long as it is fresh: a room does not collect a hundred of them. */
export const madeBefore = (
  invitations: readonly Invitation[],
  { terms, expiresInMs, maxUses }: RequestBody<'invitations.create'>,
  own: AccountId,
  nowMs: number,
): Invitation | undefined => {
  if (maxUses !== null) return undefined;
  return invitations.find(
    (made) =>
      made.secret !== null &&
      made.createdBy.id === own &&
      made.maxUses === null &&
      stateOf(made, nowMs) === 'good' &&
      sameTerms(made.terms, terms) &&
      (expiresInMs === null
        ? made.expiresAt === null
        : made.expiresAt !== null && made.expiresAt - nowMs > expiresInMs / 2 && made.expiresAt - nowMs <= expiresInMs),
  );
};

export type ListState =
  | { kind: 'loading' }
  /** Newest first. */
  | { kind: 'ready'; invitations: readonly Invitation[] }
  | { kind: 'failed'; error: unknown };

export type Invitations = {
  readonly $list: ReadableAtom<ListState>;
  /** Asks for all of them. */
  load(): Promise<void>;
  /** The link of this draft, made now or before. Rejects as `ask` does. */
  make(body: RequestBody<'invitations.create'>, own: AccountId, nowMs: number): Promise<Invitation>;
  /** Answers how many people went with it. Rejects as `ask` does. */
  revoke(invitationId: InvitationId, removePeople: boolean, nowMs: number): Promise<number>;
};

/** Of one room, or (null) of the house. */
export const createInvitations = (roomId: RoomId | null, ask: Connection['ask']): Invitations => {
  const $list = atom<ListState>({ kind: 'loading' });
  const known = (): readonly Invitation[] => {
    const list = $list.get();
    return list.kind === 'ready' ? list.invitations : [];
  };
  return {
    $list,
    async load() {
      try {
        const { invitations } = await ask('invitations.list', { roomId });
        $list.set({ kind: 'ready', invitations });
      } catch (error) {
        // A list that is there is not taken away because it could not be had anew.
        if ($list.get().kind !== 'ready') $list.set({ kind: 'failed', error });
      }
    },
    async make(body, own, nowMs) {
      const before = madeBefore(known(), body, own, nowMs);
      if (before) return before;
      const { invitation } = await ask('invitations.create', body);
      if ($list.get().kind === 'ready') $list.set({ kind: 'ready', invitations: [invitation, ...known()] });
      return invitation;
    },
    async revoke(invitationId, removePeople, nowMs) {
      const { removed } = await ask('invitations.revoke', { invitationId, removePeople });
      $list.set({
        kind: 'ready',
        invitations: known().map((made) =>
          made.id === invitationId ? { ...made, revokedAt: made.revokedAt ?? nowMs, secret: null } : made,
        ),
      });
      return removed.length;
    },
  };
};
