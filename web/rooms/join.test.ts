import { describe, expect, test } from 'vitest';
import type { RefusalCode } from '../../protocol/errors.ts';
import type { InvitationCard } from '../../protocol/invitations.ts';
import { createFakeClock } from '../connection/clock.ts';
import { Lost, Refused } from '../connection/connection.ts';
import { createLook, isAboutName, judgeName } from './join.ts';

const SECRET = 'Z'.repeat(43);
const card: InvitationCard = {
  invitedBy: 'Ana',
  room: { name: 'Garden', slug: 'garden' },
  role: 'guest',
  entry: 'direct',
  inCall: 2,
  needsAccount: false,
};

const settle = async () => {
  for (let turn = 0; turn < 8; turn++) await Promise.resolve();
};

const open = async (secret: string | null, ...answers: (Error | InvitationCard)[]) => {
  const clock = createFakeClock();
  const asked: string[] = [];
  const look = (given: string) => {
    asked.push(given);
    const answer = answers.shift() ?? card;
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve({ card: answer });
  };
  const page = createLook({ secret, look, clock });
  await settle();
  return { ...page, clock, asked, kind: () => page.$look.get().kind };
};

describe('looking at an invitation', () => {
  test('shows what it says', async () => {
    const page = await open(SECRET);
    expect(page.$look.get()).toEqual({ kind: 'card', card });
    expect(page.asked).toEqual([SECRET]);
  });

  test.each([null, '', 'abc', `${SECRET}x`, `${SECRET.slice(1)}.`])('half a link is not asked for: %s', async (secret) => {
    const page = await open(secret);
    expect(page.kind()).toBe('incomplete');
    expect(page.asked).toEqual([]);
  });

  test.each<[RefusalCode, string]>([
    ['expired', 'expired'],
    ['bad-request', 'incomplete'],
    ['internal', 'failed'],
  ])('%s: %s, for good', async (code, kind) => {
    const page = await open(SECRET, new Refused(code, 'no'));
    expect(page.kind()).toBe(kind);
    page.nudge();
    page.clock.advance(60_000);
    await settle();
    expect(page.asked).toHaveLength(1);
  });

  test('a server that does not answer is asked again, sooner when the network is back', async () => {
    const page = await open(SECRET, new Lost(), new Lost());
    expect(page.$look.get()).toEqual({ kind: 'looking', isUnreachable: true });
    page.nudge();
    await settle();
    expect(page.kind()).toBe('looking');
    page.clock.advance(2_000);
    await settle();
    expect(page.kind()).toBe('card');
    expect(page.asked).toHaveLength(3);
  });

  test('too often: asked again once it may be', async () => {
    const page = await open(SECRET, new Refused('too-many', '', 30_000));
    page.clock.advance(29_000);
    await settle();
    expect(page.kind()).toBe('looking');
    page.clock.advance(1_000);
    await settle();
    expect(page.kind()).toBe('card');
  });

  test('nobody waits for it any more', async () => {
    const page = await open(SECRET, new Lost());
    page.close();
    page.clock.advance(60_000);
    page.nudge();
    await settle();
    expect(page.asked).toHaveLength(1);
  });
});

describe("a guest's name", () => {
  test.each([
    ['Ana', null],
    ['  ', 'empty'],
    ['x'.repeat(61), 'too-long'],
    [` ${'x'.repeat(60)} `, null],
  ] as const)('%j', (name, problem) => expect(judgeName(name)).toBe(problem));

  test('what the server says of it is known from what it says of the link', () => {
    expect(isAboutName(new Refused('bad-request', 'name: has characters that cannot be seen'))).toBe(true);
    expect(isAboutName(new Refused('bad-request', 'secret: is not a secret of ours'))).toBe(false);
    expect(isAboutName(new Refused('banned', 'name'))).toBe(false);
  });
});
