// Somebody deletes their account in a running house: what their browsers and the others' see of it.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CLOSE } from '../../protocol/constants.ts';
import { openHouse, PASSWORD, postJson, type House, type Person } from '../testing/house.ts';

let house: House;
let alice: Person;
beforeAll(async () => {
  house = await openHouse();
  alice = await house.signUp('Alice');
});
afterAll(() => house.close());

it('A27: every socket of theirs is closed, no cookie opens another, and others see nobody where they were', async () => {
  const quentin = await house.signUp('Quentin');
  const elsewhere = await house.signIn(quentin);
  const [page, other, watching] = [house.page(quentin), house.page(elsewhere), house.page(alice)];
  for (const each of [page, other, watching]) await each.connect();
  const { summary } = await watching.ask('rooms.create', { name: 'Garden', visibility: 'public' });
  const roomId = summary.room.id;
  await watching.rooms.fetch(roomId);
  await page.ask('rooms.join', { roomId });
  await page.post(roomId, 'I was here');
  await watching.when(() => watching.rooms.views.get(roomId)?.messages.length === 1);

  const answer = await postJson(house.url, '/api/accounts/delete', { password: PASSWORD }, { cookie: quentin.cookie });
  expect(answer.status).toBe(200);
  await page.when(() => !page.isConnected);
  await other.when(() => !other.isConnected);
  expect([page.closes, other.closes]).toEqual([[CLOSE.signedOut], [CLOSE.signedOut]]);
  await watching.when(() => watching.rooms.views.get(roomId)?.messages[0]?.author.kind === 'deleted');
  const view = watching.rooms.views.get(roomId)!;
  expect(view.messages[0]).toMatchObject({ text: 'I was here', author: { id: quentin.account.id, name: '', picture: null } });
  expect(view.members.map(({ account }) => account.name)).toEqual(['Alice']);
  expect(watching.rooms.wrongs).toEqual([]);

  for (const { cookie } of [quentin, elsewhere]) {
    const me = await fetch(`${house.url}/api/accounts/me`, { headers: { cookie } });
    expect(await me.json()).toMatchObject({ account: null });
    expect((await postJson(house.url, '/api/accounts/delete', { password: PASSWORD }, { cookie })).status).toBe(401);
    expect((await fetch(`${house.url}/api/pictures/AAAAAAAAAAAAAAAAAAAAAA/64`, { headers: { cookie } })).status).toBe(401);
  }
  await expect(house.page(elsewhere).connect()).rejects.toThrow();
});
