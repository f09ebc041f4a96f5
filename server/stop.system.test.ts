// The real server, asked to stop in the middle of work: what it took is answered, everybody is told to come back, and it is gone in time.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { CLOSE, PROTOCOL_VERSION } from '../protocol/constants.ts';
import type { RequestReply } from '../protocol/protocol.ts';
import { newId } from './ids.ts';
import { openSqlite } from './storage/sqlite.ts';
import { openRaw } from './testing/dial.ts';
import { signUpAt } from './testing/house.ts';
import { settingsFor, startServer, type ServerProcess } from './testing/server-process.ts';
import { readStored } from './testing/stored.queries.ts';

let folder: string;
let settings: Record<string, string>;
let server: ServerProcess;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parlor-stop-'));
  settings = await settingsFor(folder);
  server = await startServer(settings);
});
afterEach(async () => {
  await server.end('SIGKILL');
  await rm(folder, { recursive: true, force: true });
});

const openStored = async () => {
  const database = openSqlite(join(settings['PARLOR_DATA']!, 'parlor.sqlite'));
  const stored = await readStored(database);
  await database.close();
  return stored;
};

it('R7: on SIGTERM the replies that are owed are sent, sockets close with 4000, and the process ends well within ten seconds', async () => {
  const port = Number(settings['PORT']);
  const { cookie } = await signUpAt(`http://127.0.0.1:${port}`, 'Alice');
  const raws = await Promise.all(Array.from({ length: 4 }, () => openRaw({ port, cookie })));
  const hellos = await Promise.all(raws.map((raw) => raw.ask('hello', { version: PROTOCOL_VERSION })));
  const roomId = (hellos[0]!.ok as RequestReply<'hello'>).rooms[0]!.room.id;
  await raws[0]!.ask('chat.post', { roomId, key: newId(), text: 'before' });

  const posts = raws.flatMap((raw) => Array.from({ length: 50 }, () => ({ raw, key: newId() })));
  const answers = posts.map(({ raw, key }) => raw.ask('chat.post', { roomId, key, text: 'at the end' }));
  const settled = Promise.allSettled(answers);
  await answers[0];
  const startedAt = performance.now();
  const code = await server.end('SIGTERM');
  expect(code).toBe(0);
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(await Promise.all(raws.map(({ closed }) => closed))).toEqual([CLOSE.resume, CLOSE.resume, CLOSE.resume, CLOSE.resume]);

  const results = await settled;
  const acknowledged = posts.filter((_, index) => {
    const result = results[index]!;
    return result.status === 'fulfilled' && result.value.ok !== undefined;
  });
  for (const result of results) {
    if (result.status === 'fulfilled' && result.value.no) expect(['unavailable', 'too-many']).toContain(result.value.no.code);
  }
  const { messages, integrity } = await openStored();
  // Whatever was stored was acknowledged, and the other way round: nobody is left to guess.
  expect(new Set(messages.map(({ key }) => key)).size - 1).toBe(acknowledged.length);
  expect(acknowledged.every(({ key }) => messages.some((message) => message.key === key))).toBe(true);
  expect(integrity).toEqual(['ok']);
  expect(server.lines.some((line) => line.includes('"stopped"'))).toBe(true);
});

it('a second SIGTERM changes nothing, and a new start finds everything', async () => {
  const port = Number(settings['PORT']);
  const alice = await signUpAt(`http://127.0.0.1:${port}`, 'Alice');
  const ended = server.end('SIGTERM');
  expect(await Promise.all([ended, server.end('SIGTERM')])).toEqual([0, 0]);
  server = await startServer(settings);
  const raw = await openRaw({ port, cookie: alice.cookie });
  const { me } = (await raw.ask('hello', { version: PROTOCOL_VERSION })).ok as RequestReply<'hello'>;
  expect(me).toEqual(alice.account);
  raw.socket.terminate();
});
