import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, test } from 'vitest';
import { AUDITED, type AuditEntry } from '../../protocol/admin.ts';
import { accountOf } from '../../protocol/samples.testing.ts';
import type { RoomId } from '../../protocol/wire.ts';
import { linesOf, sentenceOf } from './trail-words.tsx';

const entry = (action: AuditEntry['action'], more: Partial<AuditEntry> = {}): AuditEntry => ({
  id: '1',
  at: 1,
  action,
  actor: accountOf('a', 'Ana'),
  room: { id: 'r' as RoomId, name: 'Garden' },
  subject: accountOf('b', 'Bob'),
  details: {},
  ...more,
});
const textOf = (shown: AuditEntry): string => renderToStaticMarkup(sentenceOf(shown)).replaceAll(/<[^>]*>/g, '');

describe('a sentence of the trail', () => {
  test.each(AUDITED)('is there for %s, and names who did it', (action) => {
    const text = textOf(entry(action));
    expect(text).toMatch(/^Ana \S/);
    expect(text).not.toMatch(/[{}\ue000]/);
  });

  test.each<[AuditEntry, string]>([
    [entry('accounts.suspended'), 'Ana suspended Bob'],
    [entry('accounts.link-made', { actor: null }), 'The server’s shell made a one-time link for Bob'],
    [entry('accounts.role-changed', { details: { from: 'admin', to: 'owner' } }), 'Ana handed the house over to Bob'],
    [entry('accounts.role-changed', { details: { from: 'admin', to: 'member' } }), 'Ana made Bob a member'],
    [entry('accounts.signed-out', { details: { count: '1' } }), 'Ana ended a sign-in of Bob'],
    [entry('accounts.signed-out', { details: { count: '12' } }), 'Ana ended 12 sign-ins of Bob'],
    [entry('invitations.created', { room: null }), 'Ana made an invitation to this house'],
    [entry('invitations.created', { details: { kind: 'room', role: 'guest' } }), 'Ana made an invitation to Garden, for guests'],
    [entry('invitations.revoked'), 'Ana revoked an invitation to Garden'],
    [entry('calls.turned-off', { details: { source: 'camera' } }), 'Ana turned off the camera of Bob in Garden'],
    [entry('calls.turned-off', { subject: null, details: { source: 'microphone' } }), 'Ana turned off everybody’s microphone in Garden'],
    [
      entry('rooms.banned', { subject: { ...accountOf('b', ''), kind: 'deleted' } }),
      'Ana banned somebody whose account is deleted from Garden',
    ],
    [entry('rooms.deleted', { actor: { ...accountOf('a', ''), kind: 'deleted' } }), 'Somebody whose account is deleted deleted Garden'],
    // What people and rooms are called is never read as a message.
    [
      entry('rooms.locked', { actor: accountOf('a', '{room} #'), room: { id: 'r' as RoomId, name: '{n, plural, other {#}}' } }),
      '{room} # locked {n, plural, other {#}}',
    ],
  ])('%#: %s', (shown, text) => expect(textOf(shown)).toBe(text));

  test('does not let a name into the page as anything but text', () =>
    expect(
      renderToStaticMarkup(sentenceOf(entry('accounts.suspended', { subject: accountOf('b', '<img src=x onerror=alert(1)>') }))),
    ).not.toContain('<img'));
});

test('what changed in the house is said line by line', () => {
  const details = {
    'signUp.from': 'open',
    'signUp.to': 'domain a.example, b.example',
    'uploadBytes.from': String(10 * 1024 ** 2),
    'uploadBytes.to': String(1024 ** 3),
  };
  expect(linesOf(entry('house.settings-changed', { details }))).toEqual([
    'Who may make an account: Anybody → By mail domain: a.example, b.example',
    'Largest file: 10\u00a0MB → 1\u00a0GB',
  ]);
  expect(linesOf(entry('rooms.rights-changed', { details: { maySpeak: 'false', mayShare: 'true' } }))).toEqual([
    'They may share the screen, and not speak',
  ]);
  expect(linesOf(entry('rooms.locked'))).toEqual([]);
});
