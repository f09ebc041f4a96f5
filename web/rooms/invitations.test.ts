import { describe, expect, test } from 'vitest';
import type { Invitation, RoomTerms } from '../../protocol/invitations.ts';
import type { RequestBody } from '../../protocol/protocol.ts';
import type { Visibility } from '../../protocol/rooms.ts';
import { invitationRequests } from '../../protocol/invitations.ts';
import { accountOf } from '../../protocol/samples.testing.ts';
import type { InvitationId, RoomId, Secret } from '../../protocol/wire.ts';
import type { Connection } from '../connection/connection.ts';
import {
  createInvitations,
  FIRST_DRAFT,
  linkOf,
  madeBefore,
  requestOf,
  rolesToGive,
  stateOf,
  untilDate,
  withRole,
  type Draft,
} from './invitations.ts';

const DAY_MS = 24 * 60 * 60 * 1_000;
const NOW = new Date(2026, 2, 3, 12).getTime();
const garden = '018f0000-0000-7000-8000-000000000001' as RoomId;
const kitchen = '018f0000-0000-7000-8000-000000000002' as RoomId;
const ana = accountOf('ana', 'Ana');
const secret = 'a'.repeat(43) as Secret;

const bodyOf = (draft: Partial<Draft> = {}, visibility: Visibility = 'private'): RequestBody<'invitations.create'> => {
  const body = requestOf({ ...FIRST_DRAFT, ...draft }, { id: garden, visibility }, NOW);
  if (body === 'wrong-date') throw new Error('a wrong date');
  return body;
};
const made = (over: Partial<Invitation> = {}): Invitation => ({
  id: 'one' as InvitationId,
  terms: bodyOf().terms as RoomTerms,
  roomName: null,
  createdBy: ana,
  createdAt: NOW,
  expiresAt: NOW + 7 * DAY_MS,
  maxUses: null,
  uses: 0,
  revokedAt: null,
  secret,
  ...over,
});

describe('a draft', () => {
  test.each<Partial<Draft>>([
    {},
    { role: 'moderator', entry: 'lobby', history: 'all', lifetime: 'hour', uses: 'once' },
    { maySpeak: false, mayShare: false, history: 'none', lifetime: 'ever', uses: 'ten' },
    { lifetime: 'date', date: '2026-12-31' },
  ])('becomes a request that the protocol takes: %j', (draft) => {
    expect(invitationRequests['invitations.create'].body.safeParse(bodyOf(draft)).error).toBeUndefined();
  });

  test('the first one: a guest, straight in, who speaks, shares and reads this call, for a week', () => {
    expect(bodyOf()).toEqual({
      terms: {
        kind: 'room',
        roomId: garden,
        role: 'guest',
        entry: 'direct',
        rights: { maySpeak: true, mayShare: true },
        history: 'call',
      },
      expiresInMs: 7 * DAY_MS,
      maxUses: null,
    });
  });

  test('a date is good to its end', () => {
    expect(untilDate('2026-03-03', NOW)).toBe(DAY_MS / 2);
    expect(untilDate('2026-03-04', NOW)).toBe(DAY_MS / 2 + DAY_MS);
  });
  test.each(['', '2026-03-02', '2027-06-01', 'tomorrow', '2026-3-5'])('no date to be had: %s', (date) => {
    expect(requestOf({ ...FIRST_DRAFT, lifetime: 'date', date }, { id: garden, visibility: 'private' }, NOW)).toBe('wrong-date');
  });

  test('members read everything, guests this call; what was chosen beside that stays', () => {
    const lobby: Draft = { ...FIRST_DRAFT, entry: 'lobby', maySpeak: false };
    const member = withRole(lobby, 'member');
    expect(member).toMatchObject({ role: 'member', entry: 'lobby', history: 'all', maySpeak: true });
    expect(withRole(member, 'guest').history).toBe('call');
    expect(withRole(lobby, 'guest')).toBe(lobby);
  });

  test('what a public room gives everybody, an invitation to it does not take away; of a guest it decides everything', () => {
    const narrow = { entry: 'lobby', maySpeak: false, mayShare: false, history: 'none' } as const;
    const whole = { entry: 'direct', rights: { maySpeak: true, mayShare: true }, history: 'all' };
    expect(bodyOf({ ...narrow, role: 'member' }, 'public').terms).toMatchObject(whole);
    expect(bodyOf({ ...narrow, role: 'member' }, 'private').terms).toMatchObject({ entry: 'lobby', history: 'none' });
    expect(bodyOf({ ...narrow, role: 'guest' }, 'public').terms).toMatchObject({ entry: 'lobby', history: 'none' });
  });

  test('nobody hands out more than they are', () => {
    expect(rolesToGive('moderator')).toEqual(['guest', 'member', 'moderator']);
    expect(rolesToGive('member')).toEqual(['guest', 'member']);
  });
});

describe('a made invitation', () => {
  test.each([
    [{}, 'good'],
    [{ revokedAt: NOW }, 'revoked'],
    [{ expiresAt: NOW }, 'expired'],
    [{ expiresAt: null }, 'good'],
    [{ maxUses: 2, uses: 1 }, 'good'],
    [{ maxUses: 2, uses: 2 }, 'used-up'],
    [{ revokedAt: NOW, maxUses: 1, uses: 1 }, 'revoked'],
  ] as const)('%j is %s', (over, state) => expect(stateOf(made(over), NOW)).toBe(state));

  test('its link has the secret where no server sees it', () => {
    const url = new URL(linkOf(secret, 'https://parlor.example'));
    expect(url.pathname).toBe('/join');
    expect(url.search).toBe('');
    expect(url.hash).toBe(`#${secret}`);
  });

  test('is handed out again to whoever asks for the same', () => {
    expect(madeBefore([made()], bodyOf(), ana.id, NOW)?.id).toBe('one');
    expect(madeBefore([made({ expiresAt: null })], bodyOf({ lifetime: 'ever' }), ana.id, NOW)?.id).toBe('one');
  });
  test.each<[string, Partial<Invitation>, Partial<Draft>]>([
    ["another's", { createdBy: accountOf('bob') }, {}],
    ['a revoked one', { revokedAt: NOW, secret: null }, {}],
    ['one that ends soon', { expiresAt: NOW + 2 * DAY_MS }, {}],
    ['one that ends later than asked', { expiresAt: NOW + 30 * DAY_MS }, {}],
    ['one that never ends', { expiresAt: null }, {}],
    ['one of counted uses', { maxUses: 10 }, {}],
    ['one for another room', { terms: { ...(made().terms as RoomTerms), roomId: kitchen } }, {}],
    ['one with other terms', {}, { entry: 'lobby' }],
    ['one with other rights', {}, { mayShare: false }],
    ['one to the house', { terms: { kind: 'house', role: 'member' } }, {}],
    ['one to be used once', {}, { uses: 'once' }],
  ])('but not %s', (_, over, draft) => expect(madeBefore([made(over)], bodyOf(draft), ana.id, NOW)).toBeUndefined());
});

describe('the list of a room', () => {
  const open = (invitations: Invitation[] = [made({ uses: 3 })]) => {
    const asked: string[] = [];
    let isDown = false;
    const ask = ((name: string) => {
      asked.push(name);
      if (isDown) return Promise.reject(new Error('down'));
      if (name === 'invitations.list') return Promise.resolve({ invitations });
      if (name === 'invitations.create') return Promise.resolve({ invitation: made({ id: 'two' as InvitationId }) });
      return Promise.resolve({ removed: ['bob', 'carol'] });
    }) as unknown as Connection['ask'];
    return { ...createInvitations(garden, ask), asked, goDown: () => (isDown = true) };
  };
  const ids = (list: ReturnType<typeof open>) => {
    const state = list.$list.get();
    return state.kind === 'ready' ? state.invitations.map(({ id }) => id) : state.kind;
  };

  test('a new link stands on top; the same one is not made twice', async () => {
    const list = open();
    await list.load();
    expect((await list.make(bodyOf(), ana.id, NOW)).id).toBe('one');
    await list.make(bodyOf({ uses: 'once' }), ana.id, NOW);
    expect(ids(list)).toEqual(['two', 'one']);
    expect(list.asked).toEqual(['invitations.list', 'invitations.create']);
  });

  test('a link can be made although the list is not there', async () => {
    const list = open();
    expect((await list.make(bodyOf(), ana.id, NOW)).id).toBe('two');
    expect(ids(list)).toBe('loading');
  });

  test('a revoked one stays in the list as such, without its secret', async () => {
    const list = open();
    await list.load();
    expect(await list.revoke('one' as InvitationId, true, NOW)).toBe(2);
    const state = list.$list.get();
    expect(state.kind === 'ready' && state.invitations[0]).toMatchObject({ revokedAt: NOW, secret: null, uses: 3 });
  });

  test('what failed is said, and what is there is kept', async () => {
    const list = open();
    list.goDown();
    await list.load();
    expect(ids(list)).toBe('failed');
    const other = open();
    await other.load();
    other.goDown();
    await other.load();
    expect(ids(other)).toEqual(['one']);
  });
});
