// Somebody who is not a member of a private room can neither read, nor post, nor join, nor open its address.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PROTOCOL_VERSION } from '../protocol/constants.ts';
import { openBrowser } from './stage/browser.ts';
import { arrive, createAccount, createRoom, say, sees, type Person } from './stage/cast.ts';
import { openHouse, type House } from './stage/server.ts';

type Answer = { ok?: unknown; no?: { code: string } };

describe('a private room', () => {
  let house: House;
  let browser: Browser;
  let alice: Person;
  let dave: Person;
  let path: string;
  let roomId: string;

  beforeAll(async () => {
    [house, browser] = await Promise.all([openHouse(), openBrowser()]);
    alice = await arrive(browser, house.url, 'Alice');
    dave = await arrive(browser, house.url, 'Dave');
    await createAccount(alice);
    await createAccount(dave);
    path = await createRoom(alice, 'Secret plans', true);
    await say(alice, 'Nobody else may read this');
    await sees(alice, 'Nobody else may read this');
  });
  afterAll(async () => {
    await browser?.close();
    await house?.close();
  });

  /** Over a socket of the page's own making, signed in as the person: what the page itself would never ask. */
  const ask = ({ page }: Person, name: string, body: unknown): Promise<Answer> =>
    page.evaluate(
      ([ask, content, version]) =>
        new Promise<Answer>((resolve, reject) => {
          const socket = new WebSocket('/socket');
          socket.onerror = () => reject(new Error('no socket'));
          socket.onopen = () => socket.send(JSON.stringify({ id: 1, ask: 'hello', body: { version } }));
          socket.onmessage = ({ data }) => {
            const frame = JSON.parse(String(data)) as { re?: number } & Answer;
            if (frame.re === 1) socket.send(JSON.stringify({ id: 2, ask, body: content }));
            if (frame.re === 2) {
              socket.close();
              resolve(frame);
            }
          };
        }),
      [name, body, PROTOCOL_VERSION] as const,
    );

  it('O1: its address says that there is no such room', async () => {
    await dave.page.goto(path);
    await dave.page.getByText('There is no such room, or it is not open to you').waitFor();
    expect(await dave.page.getByRole('button', { name: 'Join room', exact: true }).count()).toBe(0);
    expect(await dave.page.getByLabel('Message', { exact: true }).count()).toBe(0);
    await dave.page.goto(`${path}/call`);
    await dave.page.getByText('There is no such room, or it is not open to you').waitFor();
  });

  it('O1: it is in no directory', async () => {
    await dave.page.goto('/rooms');
    await dave.page.getByRole('heading', { level: 1 }).waitFor();
    await dave.page.getByText('Lounge').first().waitFor();
    expect(await dave.page.getByText('Secret plans').count()).toBe(0);
  });

  it('O1: asking for it by its id gets the same answer as asking for nothing', async () => {
    const found = (await ask(alice, 'rooms.find', { slug: path.split('/').at(-1) })) as { ok: { card: { room: { id: string } } } };
    roomId = found.ok.card.room.id;
    const nothing = '00000000-0000-7000-8000-000000000000';
    const fingerprints = [{ algorithm: 'sha-256', value: Array.from({ length: 32 }, () => 'AA').join(':') }];
    const key = '00000000-0000-7000-8000-00000000000a';
    const join = {
      rtpCapabilities: { codecs: [], headerExtensions: [] },
      sendFingerprints: fingerprints,
      receiveFingerprints: fingerprints,
    };
    const requests: [string, object][] = [
      ['rooms.view', {}],
      ['rooms.join', {}],
      ['chat.history', {}],
      ['chat.post', { key, text: 'let me in' }],
      ['chat.mark-read', { seq: 1 }],
      ['calls.join', join],
      ['rooms.rename', { name: 'Mine' }],
      ['rooms.delete', {}],
      ['rooms.add-member', { accountId: 'dave' }],
    ];
    for (const [name, body] of requests) {
      const secret = await ask(dave, name, { ...body, roomId });
      const absent = await ask(dave, name, { ...body, roomId: nothing });
      expect(secret.no?.code, name).toBe('not-found');
      expect(secret.no, name).toEqual(absent.no);
    }
  });

  it('its owner adds somebody, who is in at once', async () => {
    await dave.page.goto('/');
    await alice.page.goto(path);
    await alice.page.getByRole('button', { name: /and settings/ }).click();
    await alice.page.getByLabel('Add somebody').fill('da');
    await alice.page.getByRole('button', { name: 'Add Dave' }).click();
    await dave.page.getByRole('link', { name: /Secret plans/ }).click();
    await sees(dave, 'Nobody else may read this');
  });
});
