// The server that is measured, as a process: the whole house as parlor.ts puts it together, but for the media, which is a fake; and beside it, in the
// same process and on the same bus, a plain `ws` server that sends every event of one room to each of its sockets, as most servers do.
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { WebSocketServer } from 'ws';
import type { AccountId, MessageId, MessageKey, RoomId } from '../../protocol/wire.ts';
import { systemClock } from '../../server/clock.ts';
import { createInProcessBus } from '../../server/cluster/in-process.ts';
import { newId } from '../../server/ids.ts';
import { createLog } from '../../server/log.ts';
import { createMemoryFiles } from '../../server/files/memory.ts';
import { createFakeSfu } from '../../server/media/fake.ts';
import { createParlor, type Parlor } from '../../server/parlor.ts';
import type { Database } from '../../server/storage/database.ts';
import { migrate } from '../../server/storage/migrations/migrations.ts';
import { openPostgres } from '../../server/storage/postgres.ts';
import { openSqlite } from '../../server/storage/sqlite.ts';
import { answerAsks } from './child.ts';

export type Where = { folder: string; databaseUrl: string | null };

const bus = createInProcessBus();
const log = createLog('error');
let parlor: Parlor | null = null;
let database: Database | null = null;
const plain = new WebSocketServer({ port: 0, host: '127.0.0.1' });

const nowUs = () => process.hrtime.bigint() / 1_000n;

const table = {
  async open({ folder, databaseUrl }: Where): Promise<{ port: number; plainPort: number }> {
    database = databaseUrl ? openPostgres(databaseUrl, log) : openSqlite(join(folder, 'parlor.sqlite'));
    await migrate(database);
    parlor = await createParlor({
      database,
      bus,
      log,
      sfu: createFakeSfu(),
      files: createMemoryFiles(),
      clock: systemClock,
      secret: 'a secret of thirty-two bytes or so, here',
      publicUrl: null,
      isHttps: false,
      mediaAddress: null,
      trustedProxies: [],
      mailer: null,
      openId: null,
      pageFolder: join(folder, 'no page'),
    });
    await parlor.http.listen({ port: 0, host: '127.0.0.1' });
    return { port: (parlor.http.server.address() as AddressInfo).port, plainPort: (plain.address() as AddressInfo).port };
  },

  /** From now on the plain server's sockets are told this room's events. */
  tellPlainly({ roomId }: { roomId: string }) {
    const room = roomId as RoomId;
    bus.subscribeToRoom(room, (message) => {
      if (message.kind !== 'event') return;
      const { seq, event, body } = message.placed;
      const text = JSON.stringify({ room, seq, event, body });
      for (const socket of plain.clients) socket.send(text);
    });
  },

  /** Messages as chat publishes them after their commit, `burst` at once, `perSecond` in all; nothing is stored. */
  async publish(load: { roomId: string; after: number; messages: number; burst: number; perSecond: number; textLength: number }) {
    const { roomId, after, messages, burst, perSecond, textLength } = load;
    const author = { id: newId() as AccountId, name: 'A person', kind: 'person' as const, picture: null };
    const start = performance.now();
    for (let sent = 0; sent < messages;) {
      const due = Math.min(messages, Math.floor(((performance.now() - start) / 1_000) * (perSecond / burst)) * burst + burst);
      for (; sent < due; sent++) {
        const seq = after + sent + 1;
        const text = `t=${nowUs()};`.padEnd(textLength, ' and so on');
        const message = { id: newId() as MessageId, key: newId() as MessageKey, seq, author, text, at: Date.now() };
        bus.publishToRoom(roomId as RoomId, { kind: 'event', placed: { event: 'chat.posted', body: { message }, seq } });
      }
      if (sent < messages) await sleep(Math.max(0, start + (sent / perSecond) * 1_000 - performance.now()));
    }
  },

  /** The page of history before each of these, one after the other: how many milliseconds each took in here. */
  async history({ accountId, roomId, befores }: { accountId: string; roomId: string; befores: number[] }): Promise<number[]> {
    const took: number[] = [];
    for (const before of befores) {
      const start = performance.now();
      await parlor!.chat.history(accountId as AccountId, roomId as RoomId, { before });
      took.push(performance.now() - start);
    }
    return took;
  },

  /** Of all threads: the loop, the database's, V8's own. */
  cpuUs() {
    const { user, system } = process.cpuUsage();
    return user + system;
  },

  /** After the garbage is gone: what V8 and Node count, and what the system counts. Needs --expose-gc. */
  async memory() {
    for (let round = 0; round < 3; round++) {
      await globalThis.gc!({ type: 'major', execution: 'async', flavor: 'last-resort' });
      await sleep(50);
    }
    const { rss, heapUsed, external } = process.memoryUsage();
    return { residentBytes: rss, heapBytes: heapUsed + external };
  },
};

export type HouseAsks = typeof table;
answerAsks(table, async () => {
  for (const socket of plain.clients) socket.terminate();
  plain.close();
  await parlor?.stop();
  await database?.close();
});
