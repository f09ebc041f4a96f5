// People with accounts, made by the house's own sign-up, and pages of theirs that ask and are answered over a socket.
import { request } from 'node:http';
import { PROTOCOL_VERSION } from '../../protocol/constants.ts';
import { openSocket, type Wire } from './socket.ts';

export type Person = { id: string; name: string; cookie: string };

const PASSWORD = 'lantern orchard violin seven';
/** New accounts and open sockets are limited by network: every so many come from the next address of this machine. */
const ACCOUNTS_PER_ADDRESS = 40;

export const addressOf = (index: number, perAddress: number): string =>
  `127.0.${Math.floor(index / perAddress / 250)}.${1 + (Math.floor(index / perAddress) % 250)}`;

const post = (port: number, path: string, body: unknown, from: string) =>
  new Promise<{ status: number; cookie: string; text: string }>((resolve, reject) => {
    const headers = { 'content-type': 'application/json', origin: `http://127.0.0.1:${port}` };
    const asked = request({ port, path, host: '127.0.0.1', method: 'POST', localAddress: from, headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('error', reject);
      response.on('end', () => {
        const cookie = (response.headers['set-cookie'] ?? []).map((line) => line.split(';')[0]).join('; ');
        resolve({ status: response.statusCode ?? 0, cookie, text });
      });
    });
    asked.on('error', reject);
    asked.end(JSON.stringify(body));
  });

export const signUp = async (port: number, count: number): Promise<Person[]> => {
  const people: Person[] = [];
  for (let index = 0; index < count; index++) {
    const name = `Person ${index}`;
    const account = { name, email: `person${index}@example.org`, password: PASSWORD };
    const { status, cookie, text } = await post(port, '/api/accounts/create', account, addressOf(index, ACCOUNTS_PER_ADDRESS));
    if (status !== 200) throw new Error(`an account could not be made: ${status} ${text}`);
    people.push({ id: (JSON.parse(text) as { account: { id: string } }).account.id, name, cookie });
  }
  return people;
};

type Reply = { re?: number; ok?: unknown; no?: { code: string; message: string } };

export type Page = { ask<Answer>(ask: string, body: unknown): Promise<Answer>; close(): void };

export const openPage = async (port: number, { cookie, name }: Person): Promise<Page> => {
  const waiting = new Map<number, { resolve(ok: unknown): void; reject(error: Error): void }>();
  let nextId = 0;
  const fail = (why: string) => {
    for (const { reject } of waiting.values()) reject(new Error(`${name}: ${why}`));
    waiting.clear();
  };
  const wire: Wire = await openSocket(
    { port, path: '/socket', cookie },
    {
      onText(bytes, start, end) {
        // Events are not for this page: only what begins like a reply is read.
        if (bytes.toString('latin1', start, start + 6) !== '{"re":') return;
        const { re, ok, no } = JSON.parse(bytes.toString('utf8', start, end)) as Reply;
        const asked = waiting.get(re!);
        waiting.delete(re!);
        if (no) asked?.reject(new Error(`${name}: ${no.code}: ${no.message}`));
        else asked?.resolve(ok);
      },
      onEnd: fail,
    },
  );
  const ask = <Answer>(name: string, body: unknown): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const id = nextId++;
      waiting.set(id, { resolve: resolve, reject });
      wire.send(JSON.stringify({ id, ask: name, body }));
    });
  await ask('hello', { version: PROTOCOL_VERSION });
  return { ask, close: () => wire.close() };
};

export type RoomRef = { id: string; seq: number };

/** A public room of the first of `people` that all of them are in. */
export const openRoom = async (pages: readonly Page[], name: string): Promise<RoomRef> => {
  type Entered = { summary: { room: { id: string }; seq: number } };
  const made = await pages[0]!.ask<Entered>('rooms.create', { name, visibility: 'public' });
  let { seq } = made.summary;
  const { id } = made.summary.room;
  for (const page of pages.slice(1)) ({ seq } = (await page.ask<Entered>('rooms.join', { roomId: id })).summary);
  return { id, seq };
};

export const postMessage = (page: Page, roomId: string, key: string, text: string) => page.ask<unknown>('chat.post', { roomId, key, text });
