// The law's own table: what each event, signal and reading does to a view and to a row of the sidebar. That it agrees with the server is
// server/law.db.test.ts's business.
import { describe, expect, it } from 'vitest';
import { apply, applyRead, applySignal, applyToSummary, sortMembers } from './apply.ts';
import type { Call } from './calls.ts';
import type { Message } from './chat.ts';
import { LIMITS } from './constants.ts';
import type { Placed } from './protocol.ts';
import type { Member, Role, RoomSummary, RoomView } from './rooms.ts';
import type { AccountId, CallId, MessageId, MessageKey, RoomId } from './wire.ts';

const ALICE = 'alice' as AccountId;
const BOB = 'bob' as AccountId;
const roomId = '00000000-0000-7000-8000-000000000001' as RoomId;

const member = (id: string, role: Role = 'member', name = id): Member => ({
  account: { id: id as AccountId, name, kind: 'person' as const, picture: null },
  profile: { about: '', pronouns: '', timeZone: null, status: null },
  role,
  rights: { maySpeak: true, mayShare: true },
});
const room = { id: roomId, slug: 'garden', name: 'Garden', visibility: 'public' as const, isLocked: false, createdAt: 1 };
const call: Call = { id: '00000000-0000-7000-8000-00000000000c' as CallId, startedAt: 5, participants: [] };

const message = (seq: number, author: AccountId = BOB): Message => ({
  id: `00000000-0000-7000-8000-${String(seq).padStart(12, '0')}` as MessageId,
  key: `00000000-0000-7000-9000-${String(seq).padStart(12, '0')}` as MessageKey,
  seq,
  author: { id: author, name: author, kind: 'person' as const, picture: null },
  text: `message ${seq}`,
  at: seq,
});
const posted = (seq: number, author: AccountId = BOB): Placed => ({ event: 'chat.posted', body: { message: message(seq, author) }, seq });
const renamed = (seq: number, name = 'Kitchen'): Placed => ({ event: 'rooms.renamed', body: { name }, seq });
const joined = (seq: number, who: Member): Placed => ({ event: 'rooms.member-joined', body: { member: who }, seq });
const left = (seq: number, accountId: AccountId): Placed => ({ event: 'rooms.member-left', body: { accountId }, seq });

/** Alice's own, at 10, with one message of Bob's that she has not read. */
const view: RoomView = {
  viewerId: ALICE,
  room,
  seq: 10,
  sinceSeq: 0,
  members: [member(ALICE, 'owner'), member(BOB)],
  messages: [message(10)],
  hasOlder: false,
  readSeq: 9,
  unread: 1,
  call: null,
  lobby: [],
};
const summary: RoomSummary = {
  room,
  seq: 10,
  role: 'owner',
  rights: { maySpeak: true, mayShare: true },
  sinceSeq: 0,
  readSeq: 9,
  unread: 1,
  call: null,
  lobby: [],
};

describe('apply', () => {
  const cases: [what: string, placed: Placed, change: Partial<RoomView>][] = [
    ['a new name', renamed(11), { room: { ...room, name: 'Kitchen' } }],
    ['a new member, in their place', joined(11, member('aaron')), { members: [member(ALICE, 'owner'), member('aaron'), member(BOB)] }],
    [
      'a member who is there already, once',
      joined(11, member(BOB, 'member', 'Bob the Second')),
      { members: [member(ALICE, 'owner'), member(BOB, 'member', 'Bob the Second')] },
    ],
    ['a member who left', left(11, BOB), { members: [member(ALICE, 'owner')] }],
    ['somebody who left and was not there', left(11, 'carol' as AccountId), {}],
    ["somebody else's message", posted(11), { messages: [message(10), message(11)], unread: 2 }],
    ["the viewer's own message", posted(11, ALICE), { messages: [message(10), message(11, ALICE)] }],
  ];

  it.each(cases)('shows %s', (_what, placed, change) => {
    expect(apply(view, placed)).toEqual({ ...view, ...change, seq: 11 });
  });

  it.each([10, 9, 1])('is not moved by what it has seen: %i', (seq) => {
    expect(apply(view, renamed(seq))).toBe(view);
  });

  it.each([12, 13, 999])('throws at a gap: 10, then %i', (seq) => {
    expect(() => apply(view, posted(seq))).toThrow(`gap in room ${roomId}: 10 then ${seq}`);
  });

  it('leaves the view before as it was', () => {
    const before = structuredClone(view);
    for (const [, placed] of cases) apply(view, placed);
    expect(view).toEqual(before);
  });

  it('keeps one page of messages, and says that there are older ones', () => {
    let full: RoomView = { ...view, messages: [] };
    for (let seq = 11; seq <= 10 + LIMITS.page; seq++) full = apply(full, posted(seq));
    expect(full.messages).toHaveLength(LIMITS.page);
    expect(full.hasOlder).toBe(false);
    const next = apply(full, posted(11 + LIMITS.page));
    expect(next.messages.map(({ seq }) => seq)).toEqual(Array.from({ length: LIMITS.page }, (_, index) => index + 12));
    expect(next.hasOlder).toBe(true);
  });

  it('counts unread messages no further than is shown', () => {
    const nearly = { ...view, unread: LIMITS.unreadShown - 1 };
    const atCap = apply(nearly, posted(11));
    expect(atCap.unread).toBe(LIMITS.unreadShown);
    expect(apply(atCap, posted(12)).unread).toBe(LIMITS.unreadShown);
  });
});

describe('applyToSummary', () => {
  it.each<[what: string, placed: Placed, change: Partial<RoomSummary>]>([
    ['a new name', renamed(11), { room: { ...room, name: 'Kitchen' } }],
    ['a new member', joined(11, member('carol')), {}],
    ['a member who left', left(11, BOB), {}],
    ["somebody else's message", posted(11), { unread: 2 }],
    ["the viewer's own message", posted(11, ALICE), {}],
  ])('counts %s', (_what, placed, change) => {
    expect(applyToSummary(summary, placed, ALICE)).toEqual({ ...summary, ...change, seq: 11 });
  });

  it('is not moved by what it has seen, throws at a gap, and counts no further than is shown', () => {
    expect(applyToSummary(summary, posted(10), ALICE)).toBe(summary);
    expect(() => applyToSummary(summary, posted(12), ALICE)).toThrow('gap');
    expect(applyToSummary({ ...summary, unread: LIMITS.unreadShown }, posted(11), ALICE).unread).toBe(LIMITS.unreadShown);
  });
});

describe('applySignal', () => {
  it('shows the call as it is, and that it is over', () => {
    const live = applySignal(view, { signal: 'calls.changed', body: { call } });
    expect(live).toEqual({ ...view, call });
    expect(applySignal(live, { signal: 'calls.changed', body: { call: null } })).toEqual(view);
    expect(applySignal(summary, { signal: 'calls.changed', body: { call } })).toEqual({ ...summary, call });
  });

  it('lets who speaks be drawn elsewhere', () => {
    expect(applySignal(view, { signal: 'calls.speaking', body: { participantIds: [] } })).toBe(view);
  });
});

describe('applyRead', () => {
  const read = (readSeq: number, unread: number) => ({ event: 'chat.read' as const, body: { roomId, readSeq, unread } });

  it('moves the mark forward, and the count with it', () => {
    expect(applyRead(view, read(10, 0))).toEqual({ ...view, readSeq: 10, unread: 0 });
    expect(applyRead(summary, read(10, 0))).toEqual({ ...summary, readSeq: 10, unread: 0 });
  });

  it('C8: never moves it back', () => {
    expect(applyRead(view, read(8, 2))).toBe(view);
  });
});

it('members come owners first, then by name, then by id', () => {
  const sorted = [member('o', 'owner', 'Zoë'), member('1', 'member', 'Ann'), member('2', 'member', 'Ann'), member('3', 'member', 'ann')];
  expect(sortMembers(sorted.toReversed())).toEqual(sorted);
});
