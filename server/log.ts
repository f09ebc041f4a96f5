// The log: JSON lines on a pipe, short readable ones on a terminal. `info` is one line per change of life; never content, never secrets.
import { pino, type Logger } from 'pino';

export type Log = Logger;

const LEVELS: Record<number, string> = { 10: 'trace', 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' };

/** `2026-01-01T12:00:00 info  listening url=http://…` */
const readable = {
  write(line: string) {
    const { level, time, msg, pid: _pid, hostname: _hostname, err, ...rest } = JSON.parse(line) as Record<string, unknown>;
    const facts = Object.entries(rest).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`);
    const at = new Date(Number(time)).toISOString().slice(0, 19);
    const cause = err && typeof err === 'object' && 'stack' in err ? `\n${String(err.stack)}` : '';
    process.stdout.write(`${at} ${LEVELS[Number(level)] ?? level} ${String(msg ?? '')} ${facts.join(' ')}`.trimEnd() + `${cause}\n`);
  },
};

export const createLog = (level: string): Log =>
  process.stdout.isTTY ? pino({ level }, readable) : pino({ level }, pino.destination({ dest: 1, sync: true }));

export const silentLog: Log = pino({ level: 'silent' });
