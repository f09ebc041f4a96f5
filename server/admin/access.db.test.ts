// Who Admin is open to, over real sockets and on every database: what a lowered role and a suspension do to sessions that are open.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminRequests } from '../../protocol/admin.ts';
import { CLOSE } from '../../protocol/constants.ts';
import type { Refusal } from '../../protocol/errors.ts';
import type { RequestBody } from '../../protocol/protocol.ts';
import { newId } from '../ids.ts';
import { browserCapabilities, fingerprints } from '../media/rtp-samples.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { openHouse, postJson, type House, type Person } from '../testing/house.ts';
import { Lost, type Page } from '../testing/page.ts';
import { refusalOf } from '../wings.testing.ts';

type AdminRequest = keyof typeof adminRequests;

eachDatabase('Admin is open', ({ open }) => {
  let house: House;
  let alice: Person;
  let bob: Person;
  let carol: Person;
  beforeAll(async () => {
    house = await openHouse({ database: await open() });
    alice = await house.signUp('Alice');
    [bob, carol] = [await house.signUp('Bob'), await house.signUp('Carol')];
  });
  afterAll(() => house.close());

  /** One that would be carried out, were the caller an admin. */
  const bodies = (): { [Name in AdminRequest]: RequestBody<Name> } => ({
    'admin.people': { text: '', show: 'all' },
    'admin.set-role': { accountId: carol.account.id, role: 'admin' },
    'admin.suspend': { accountId: carol.account.id, isSuspended: true },
    'admin.sign-ins': { accountId: carol.account.id },
    'admin.end-sign-ins': { accountId: carol.account.id, id: null },
    'admin.recovery-requests': {},
    'admin.make-link': { accountId: carol.account.id },
    'admin.dismiss-request': { accountId: carol.account.id },
    'admin.rooms': { text: '' },
    'admin.delete-room': { roomId: newId() },
    'admin.invitations': {},
    'admin.settings': {},
    'admin.change-settings': {
      settings: { signUp: { kind: 'closed' }, limits: { uploadBytes: 100_000, storedBytes: 10_000_000 } },
    },
    'admin.state': {},
    'admin.audit': {},
  });
  const askAll = async (page: Page): Promise<Record<string, string>> => {
    const answers: Record<string, string> = {};
    for (const [name, body] of Object.entries(bodies())) {
      answers[name] = await page.ask(name as AdminRequest, body as never).then(
        () => 'ok',
        (error: Refusal) => error.code,
      );
    }
    return answers;
  };
  const connect = async (person: Person): Promise<Page> => {
    const page = house.page(person);
    await page.connect();
    return page;
  };
  const isSignedIn = async ({ cookie }: Person): Promise<boolean> => {
    const response = await fetch(`${house.url}/api/accounts/me`, { headers: { cookie } });
    return ((await response.json()) as { account: unknown }).account !== null;
  };

  it('H1: to no member, whatever they ask', async () => {
    const answers = await askAll(await connect(bob));
    expect(answers).toEqual(Object.fromEntries(Object.keys(adminRequests).map((name) => [name, 'not-allowed'])));
    expect(await isSignedIn(carol)).toBe(true);
    const { entries } = await (await connect(alice)).ask('admin.audit', {});
    expect(entries).toEqual([]);
  });

  it('H1: to an admin from the moment that they are one to the moment that they are not, on the same socket', async () => {
    const [owner, page] = [await connect(alice), await connect(bob)];
    const roleShown = () =>
      page.frames.flatMap((frame) =>
        'event' in frame && frame.event === 'accounts.own-changed' ? [(frame.body as { me: { role: string } }).me.role] : [],
      );
    expect(await refusalOf(page.ask('admin.state', {}))).toBe('not-allowed');

    await owner.ask('admin.set-role', { accountId: bob.account.id, role: 'admin' });
    await page.when(() => roleShown().includes('admin'));
    expect((await page.ask('admin.state', {})).state.people).toBe(3);

    await owner.ask('admin.set-role', { accountId: bob.account.id, role: 'member' });
    expect(await refusalOf(page.ask('admin.state', {}))).toBe('not-allowed');
    expect(roleShown()).toEqual(['admin', 'member']);
  });

  it('H2: to a former owner as to an admin, who gives no roles', async () => {
    const [owner, page] = [await connect(alice), await connect(bob)];
    await owner.ask('admin.set-role', { accountId: bob.account.id, role: 'owner' });
    expect(await refusalOf(owner.ask('admin.set-role', { accountId: carol.account.id, role: 'admin' }))).toBe('not-allowed');
    expect((await owner.ask('admin.people', { text: 'alice', show: 'admins' })).people[0]?.role).toBe('admin');
    await page.ask('admin.set-role', { accountId: alice.account.id, role: 'owner' });
    await owner.ask('admin.set-role', { accountId: bob.account.id, role: 'member' });
  });

  describe('and who is suspended', () => {
    it('H4: is out at once: sockets, seats, and the way back in, until they are restored', async () => {
      const dora = await house.signUp('Dora');
      const [owner, page, phone] = [await connect(alice), house.page(dora), await connect(await house.signIn(dora))];
      const roomId = (await page.connect()).rooms[0]!.room.id;
      const { participantId } = await page.ask('calls.join', {
        roomId,
        rtpCapabilities: browserCapabilities,
        sendFingerprints: fingerprints,
        receiveFingerprints: fingerprints,
      });
      expect(house.parlor.calls.callOf(roomId)?.participants.map(({ id }) => id)).toEqual([participantId]);

      await owner.ask('admin.suspend', { accountId: dora.account.id, isSuspended: true });
      await Promise.all([page, phone].map((each) => each.when(() => each.closes.length > 0)));
      expect([page.closes, phone.closes]).toEqual([[CLOSE.signedOut], [CLOSE.signedOut]]);
      await owner.when(() => house.parlor.calls.callOf(roomId) === null);
      expect(await isSignedIn(dora)).toBe(false);
      await expect(page.connect()).rejects.toThrow(Lost);

      await owner.ask('admin.suspend', { accountId: dora.account.id, isSuspended: false });
      const { email } = dora;
      const signIn = await postJson(house.url, '/api/accounts/sign-in', { email, password: 'nine purple otters sing' });
      expect(signIn.status).toBe(200);
    });
  });
});
