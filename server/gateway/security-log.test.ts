import { pino } from 'pino';
import { expect, it } from 'vitest';
import { createFakeClock } from '../clock.ts';
import { createSecurityLog } from './security-log.ts';

const open = () => {
  const clock = createFakeClock();
  const lines: Record<string, unknown>[] = [];
  const log = pino({ level: 'info', base: null, timestamp: false }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { clock, lines, security: createSecurityLog(log, clock) };
};

it('keeps who signed in, and what was refused for want of permission or proof', () => {
  const { lines, security } = open();
  security.passed({ what: '/api/accounts/sign-in', network: '192.0.2.1', accountId: 'alice' });
  security.refused({ what: '/api/accounts/sign-in', network: '192.0.2.1' }, 'wrong-credentials');
  security.refused({ what: 'rooms.delete', accountId: 'bob' }, 'not-allowed');
  security.refused({ what: 'chat.post', accountId: 'bob' }, 'too-long');
  expect(lines).toEqual([
    { level: 30, msg: 'security', what: '/api/accounts/sign-in', network: '192.0.2.1', accountId: 'alice', outcome: 'ok' },
    { level: 30, msg: 'security', what: '/api/accounts/sign-in', network: '192.0.2.1', outcome: 'wrong-credentials' },
    { level: 30, msg: 'security', what: 'rooms.delete', accountId: 'bob', outcome: 'not-allowed' },
  ]);
});

it('does not become a flood of lines, and goes on after it', () => {
  const { clock, lines, security } = open();
  for (let count = 0; count < 10_000; count++) security.refused({ what: 'rooms.delete' }, 'not-allowed');
  expect(lines).toHaveLength(200);
  clock.advance(1_000);
  security.passed({ what: '/api/accounts/sign-in' });
  expect(lines).toHaveLength(201);
});
