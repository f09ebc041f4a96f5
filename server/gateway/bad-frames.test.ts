// Frames that are none, and sockets that ask too much: they lose their own socket and disturb nobody else.
import { connect } from 'node:net';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CLOSE, LIMITS, PROTOCOL_VERSION } from '../../protocol/constants.ts';
import { createFakeClock } from '../clock.ts';
import { openRaw, type Raw } from '../testing/dial.ts';
import { openHouse, type House, type Person } from '../testing/house.ts';

const clock = createFakeClock(Date.now());
let house: House;
let alice: Person;
let bystander: Raw;
let raw: Raw;

const open = async (): Promise<Raw> => {
  const opened = await openRaw({ port: house.port, cookie: alice.cookie });
  await opened.ask('hello', { version: PROTOCOL_VERSION });
  return opened;
};
const isWell = async ({ ask }: Raw) => expect((await ask('rooms.directory')).ok).toBeDefined();

beforeAll(async () => {
  house = await openHouse({ clock });
  alice = await house.signUp('Alice');
  bystander = await open();
});
beforeEach(async () => {
  clock.advance(10_000);
  raw = await open();
});
afterAll(() => house.close());

describe('W5: what is no frame of this protocol closes its own socket', () => {
  it.each<[string, string | Buffer]>([
    ['no JSON', 'hello'],
    ['nothing', ''],
    ['half of it', '{"id":1,"ask":"rooms.dir'],
    ['a number', '7'],
    ['null', 'null'],
    ['a list', '[{"id":1,"ask":"rooms.directory","body":{}}]'],
    ['no id', '{"ask":"rooms.directory","body":{}}'],
    ['a text for an id', '{"id":"1","ask":"rooms.directory","body":{}}'],
    ['an id below 0', '{"id":-1,"ask":"rooms.directory","body":{}}'],
    ['an id that is no whole number', '{"id":1.5,"ask":"rooms.directory","body":{}}'],
    ['an id that is too large', '{"id":1e300,"ask":"rooms.directory","body":{}}'],
    ['no name', '{"id":1,"body":{}}'],
    ['an object for a name', '{"id":1,"ask":{},"body":{}}'],
    ['a name that is too long', JSON.stringify({ id: 1, ask: 'x'.repeat(65), body: {} })],
    ['one key too many', '{"id":1,"ask":"rooms.directory","body":{},"re":1}'],
    ['bytes', Buffer.from('{"id":1,"ask":"rooms.directory","body":{}}')],
  ])('with 4003: %s', async (_name, frame) => {
    raw.socket.send(frame);
    expect(await raw.closed).toBe(CLOSE.badFrame);
    await isWell(bystander);
  });

  it('with 1009: one byte more than 64 KiB; 64 KiB are read', async () => {
    const frame = (bytes: number) => {
      const empty = JSON.stringify({ id: 9, ask: 'no.such', body: '' });
      return JSON.stringify({ id: 9, ask: 'no.such', body: 'x'.repeat(bytes - empty.length) });
    };
    const other = await open();
    other.socket.send(frame(LIMITS.frameBytes));
    await isWell(other);
    expect(other.heard.find(({ re }) => re === 9)).toMatchObject({ no: { code: 'bad-request' } });
    raw.socket.send(frame(LIMITS.frameBytes + 1));
    expect(await raw.closed).toBe(1009);
    await isWell(bystander);
  });

  it('with 1008: a message of more than 16 fragments; 16 are read', async () => {
    const text = JSON.stringify({ id: 9, ask: 'rooms.directory', body: {} });
    const sendIn = ({ socket }: Raw, fragments: number) => {
      for (let index = 0; index < fragments; index++) {
        const isLast = index === fragments - 1;
        socket.send(isLast ? text.slice(index) : text[index]!, { fin: isLast, binary: false });
      }
    };
    const other = await open();
    sendIn(other, 16);
    await isWell(other);
    expect(other.heard.find(({ re }) => re === 9)).toHaveProperty('ok');
    sendIn(raw, 17);
    expect(await raw.closed).toBe(1008);
    await isWell(bystander);
  });

  it('and so does text that is no UTF-8', async () => {
    raw.socket.send(Buffer.from([0x7b, 0xff, 0xfe]), { binary: false });
    expect(await raw.closed).toBe(1007);
    await isWell(bystander);
  });

  it('and so does a frame that a browser would not mask', async () => {
    const { socket } = raw;
    socket.send('{"id":3,"ask":"rooms.directory","body":{}}', { mask: false });
    expect(await raw.closed).toBe(1002);
    await isWell(bystander);
  });

  it('a name that is not in the protocol is only refused', async () => {
    for (const name of ['rooms.nothing', '__proto__', 'constructor', 'toString', 'hasOwnProperty', 'rooms.view ']) {
      expect((await raw.ask(name)).no, name).toMatchObject({ code: 'bad-request' });
    }
    await isWell(raw);
  });
});

describe('W6: a socket that asks too much', () => {
  it('is refused after 200 at once, told how long to wait, and served again at 50 a second', async () => {
    // One was hello.
    for (let asked = 0; asked < 199; asked++) expect((await raw.ask('no.such')).no?.code).toBe('bad-request');
    expect((await raw.ask('no.such')).no).toMatchObject({ code: 'too-many', retryAfterMs: 100 });
    clock.advance(1_000);
    const codes: (string | undefined)[] = [];
    for (let asked = 0; asked < 51; asked++) codes.push((await raw.ask('no.such')).no?.code);
    expect(codes).toEqual([...Array.from({ length: 50 }, () => 'bad-request'), 'too-many']);
    await isWell(bystander);
  });

  it('is closed with 4008 if it goes on regardless', async () => {
    for (let asked = 0; asked < 1_000; asked++) raw.socket.send(JSON.stringify({ id: asked, ask: 'no.such', body: {} }));
    expect(await raw.closed).toBe(CLOSE.tooMany);
    await isWell(bystander);
  });

  it('has no more than 64 requests under way', async () => {
    const replies = await Promise.all(Array.from({ length: 100 }, () => raw.ask('rooms.directory')));
    const refused = replies.filter(({ no }) => no?.code === 'too-many').length;
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThanOrEqual(36);
    await isWell(raw);
  });

  it('is answered no more pings than that, and closed if it goes on: answers that nobody reads would fill the memory', async () => {
    const socket = connect(house.port, '127.0.0.1');
    const key = randomBytes(16).toString('base64');
    const lines = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Key: ${key}`, 'Sec-WebSocket-Version: 13'];
    socket.write(`GET /socket HTTP/1.1\r\nHost: 127.0.0.1:${house.port}\r\nOrigin: ${house.url}\r\nCookie: ${alice.cookie}\r\n`);
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    await once(socket, 'data');
    const ping = Buffer.concat([Buffer.from([0x89, 0x80 | 125, 0, 0, 0, 0]), Buffer.alloc(125, 'x')]);
    const closing = Buffer.from([0x88, 2, CLOSE.tooMany >> 8, CLOSE.tooMany & 0xff]);
    let got = Buffer.alloc(0);
    const said = new Promise<void>((resolve) => {
      socket.on('data', (bytes) => {
        got = Buffer.concat([got, bytes]);
        if (got.includes(closing)) resolve();
      });
    });
    socket.write(Buffer.concat(Array.from({ length: 5_000 }, () => ping)));
    await said;
    expect(got.length).toBe(200 * (2 + 125) + closing.length);
    // Reset, because there are pings left that nobody will read.
    const gone = new Promise((resolve) => socket.on('error', () => {}).on('close', resolve));
    clock.advance(2_000);
    await gone;
    await isWell(bystander);
  });
});

it('logged no bug all the while', () => {
  expect(house.logged.filter(({ level }) => level >= 50)).toEqual([]);
});
