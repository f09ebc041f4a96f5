// Making accounts through the routes, on every database: who may under which policy, what an invitation does for it, and guests who stay.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SignUpPolicy } from '../../protocol/accounts.ts';
import type { Room } from '../../protocol/rooms.ts';
import type { AccountId, Secret } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { joinCall, publish } from '../law.cast.testing.ts';
import type { Mail } from '../mail/mailer.ts';
import { invite, inviteToHouse } from '../rooms/inviting.testing.ts';
import { inShort } from '../rooms/told.testing.ts';
import type { Database } from '../storage/database.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, newKey, PASSWORD, refusalOf, type Person, type Wings } from '../wings.testing.ts';

const OPEN: SignUpPolicy = { kind: 'open' };
const BY_INVITATION: SignUpPolicy = { kind: 'invitation' };
const CLOSED: SignUpPolicy = { kind: 'closed' };
const BY_DOMAIN: SignUpPolicy = { kind: 'domain', domains: ['parlor.example'] };
const LIMITS = { uploadBytes: 1024 * 1024, storedBytes: 1024 * 1024 * 1024 };

const newEmail = (domain = 'parlor.example') => `${newId()}@${domain}`;

eachDatabase('making accounts', ({ open }) => {
  let database: Database;
  let wings: Wings;
  let olga: Person;
  let adam: Person;
  let alice: Person;
  let study: Room;
  beforeAll(async () => {
    database = await open();
    wings = createWings(database);
    await wings.rooms.openFirstRoom('Lounge');
    olga = await wings.signUp('Olga');
    [adam, alice] = await Promise.all([wings.signUp('Adam'), wings.signUp('Alice')]);
    await olga.ask('admin.set-role', { accountId: adam.id, role: 'admin' });
    study = await wings.roomOf(alice, [adam], 'Study', 'private');
    await alice.ask('rooms.set-role', { roomId: study.id, accountId: adam.id, role: 'moderator' });
  });
  const policy = (signUp: SignUpPolicy) => olga.ask('admin.change-settings', { settings: { signUp, limits: LIMITS } });
  beforeEach(() => policy(OPEN));

  const create = async (invitation?: Secret, email = newEmail(), also: { isGuest?: boolean; cookie?: string; name?: string } = {}) => {
    const { isGuest, cookie, name = 'Nina' } = also;
    const body = { name, email, password: PASSWORD, ...(invitation && { invitation }), ...(isGuest && { isGuest }) };
    const { reply, cookie: own } = await wings.visit('create', body, cookie);
    return { account: reply.account, cookie: own };
  };
  const accounts = async () => (await database.db.selectFrom('accounts').select('id').execute()).length;
  const roomsOf = async (accountId: AccountId) => {
    const summaries = await wings.rooms.summaries(accountId);
    return summaries.map(({ room, role }) => `${room.name}: ${role}`);
  };

  describe('in a house that is', () => {
    it('I14: open, everybody may', async () => {
      expect((await create()).account.role).toBe('member');
    });

    it('I14, A17: by invitation, with a link of the house alone', async () => {
      await policy(BY_INVITATION);
      const before = await accounts();
      expect(await refusalOf(create())).toBe('sign-up-closed');
      const guestLink = await invite(adam, study.id);
      const memberLink = await invite(alice, study.id, { role: 'member' });
      expect(await refusalOf(create(guestLink.secret))).toBe('sign-up-closed');
      expect(await refusalOf(create(memberLink.secret))).toBe('sign-up-closed');
      expect(await accounts()).toBe(before);
      // Neither was a use counted for those who were refused.
      const { invitations } = await alice.ask('invitations.list', { roomId: study.id });
      expect(invitations.every(({ uses }) => uses === 0)).toBe(true);
      expect((await create((await inviteToHouse(adam)).secret)).account.role).toBe('member');
    });

    it('I14: by invitation, with a link to a room that needs an account and is of somebody who may invite to the house', async () => {
      await policy(BY_INVITATION);
      const link = await invite(adam, study.id, { role: 'member' });
      const { account } = await create(link.secret);
      expect(account.role).toBe('member');
      expect(await roomsOf(account.id)).toEqual(['Lounge: member', 'Study: member']);
      await olga.ask('admin.set-role', { accountId: adam.id, role: 'member' });
      expect(await refusalOf(create(link.secret))).toBe('sign-up-closed');
      await olga.ask('admin.set-role', { accountId: adam.id, role: 'admin' });
    });

    it('I14, A17: closed, nobody may, whatever link they have', async () => {
      const links = [await inviteToHouse(olga, 'admin'), await inviteToHouse(adam), await invite(adam, study.id, { role: 'member' })];
      await policy(CLOSED);
      const before = await accounts();
      expect(await refusalOf(create())).toBe('sign-up-closed');
      for (const { secret } of links) expect(await refusalOf(create(secret))).toBe('sign-up-closed');
      expect(await accounts()).toBe(before);
    });

    it('I14, A17: for a domain, whose address is of it exactly, or with a link of the house', async () => {
      await policy(BY_DOMAIN);
      expect((await create(undefined, newEmail('PARLOR.example'))).account.role).toBe('member');
      for (const domain of ['sub.parlor.example', 'notparlor.example', 'parlor.example.evil.example']) {
        expect(await refusalOf(create(undefined, newEmail(domain)))).toBe('sign-up-closed');
        expect(await refusalOf(create((await invite(adam, study.id)).secret, newEmail(domain)))).toBe('sign-up-closed');
      }
      expect((await create((await inviteToHouse(adam)).secret, newEmail('elsewhere.example'))).account.role).toBe('member');
    });

    it('A17: closed, says so for a taken address as for a free one', async () => {
      const email = newEmail();
      await create(undefined, email);
      await policy(CLOSED);
      expect(await refusalOf(create(undefined, email))).toBe('sign-up-closed');
      expect(await refusalOf(create())).toBe('sign-up-closed');
    });

    it('I14: new, the first may, whatever the policy is, and no second', async () => {
      const fresh = createWings(await open());
      await fresh.database.transaction((trx) =>
        trx
          .insertInto('house')
          .values({ key: 'settings', value: JSON.stringify({ signUp: CLOSED }) })
          .execute(),
      );
      const outcomes = await Promise.all(
        [1, 2, 3].map(() =>
          fresh.visit('create', { name: 'First', email: newEmail(), password: PASSWORD }).then(
            ({ reply }) => reply.account.role as string,
            (error: { code?: string }) => error.code ?? 'broken',
          ),
        ),
      );
      expect(outcomes.toSorted()).toEqual(['owner', 'sign-up-closed', 'sign-up-closed']);
    });
  });

  describe('with an invitation', () => {
    it('I14: to the house, comes in as what it says, and uses it', async () => {
      const link = await inviteToHouse(olga, 'admin', 1);
      expect((await create(link.secret)).account.role).toBe('admin');
      expect(await refusalOf(create(link.secret))).toBe('expired');
    });

    it('I6: to the house that is good once, one of many at the same time', async () => {
      await policy(BY_INVITATION);
      const link = await inviteToHouse(olga, 'member', 1);
      const outcomes = await Promise.all(
        Array.from({ length: 6 }, () =>
          create(link.secret).then(
            () => 'made',
            (error: { code?: string }) => error.code ?? 'broken',
          ),
        ),
      );
      expect(outcomes.toSorted()).toEqual(['expired', 'expired', 'expired', 'expired', 'expired', 'made']);
    });

    it('I7: to a room, is in it on its terms, or in front of it', async () => {
      const direct = await invite(alice, study.id, { history: 'all', rights: { maySpeak: false, mayShare: false } });
      const { account } = await create(direct.secret);
      const [, summary] = await wings.rooms.summaries(account.id);
      expect(summary).toMatchObject({
        room: { name: 'Study' },
        role: 'guest',
        rights: { maySpeak: false, mayShare: false },
        sinceSeq: 0,
      });
      const lobby = await invite(alice, study.id, { entry: 'lobby' });
      const waiting = await create(lobby.secret);
      expect(await roomsOf(waiting.account.id)).toEqual(['Lounge: member']);
      expect(await wings.rooms.waits.of(waiting.account.id)).toMatchObject([{ roomId: study.id, name: 'Study' }]);
    });

    it('leaves nothing behind when the address is taken', async () => {
      const link = await invite(alice, study.id, { maxUses: 1 });
      const email = newEmail();
      await create(undefined, email);
      expect(await refusalOf(create(link.secret, email))).toBe('taken');
      await create(link.secret);
    });
  });

  describe('a guest who stays', () => {
    const guestOf = async (name = 'Gina') => wings.come((await invite(alice, study.id, { history: 'all' })).secret, name);

    it('I15: is the same person from then on, in every room, with all that they said and read', async () => {
      const gina = await guestOf();
      const other = await wings.roomOf(alice, [], 'Attic', 'private');
      await gina.ask('invitations.accept', {
        secret: (await invite(alice, other.id, { rights: { maySpeak: false, mayShare: true } })).secret,
      });
      const left = await wings.roomOf(alice, [], 'Cellar', 'private');
      await gina.ask('invitations.accept', { secret: (await invite(alice, left.id)).secret });
      for (const roomId of [study.id, left.id]) await gina.ask('chat.post', { roomId, key: newKey(), text: 'I was a guest' });
      await gina.ask('rooms.leave', { roomId: left.id });
      const { message } = await alice.ask('chat.post', { roomId: study.id, key: newKey(), text: 'Read this' });
      await gina.ask('chat.mark-read', { roomId: study.id, seq: message.seq });

      const told = await wings.during(() => create(undefined, newEmail(), { isGuest: true, cookie: gina.cookie, name: 'Regina' }));
      const byRoom = (roomId: string) =>
        told.flatMap((line) =>
          line.to === 'room' && line.roomId === roomId && line.message.kind === 'event' ? [line.message.placed.event] : [],
        );
      expect(byRoom(study.id)).toEqual(['rooms.member-changed', 'rooms.account-changed']);
      expect(byRoom(other.id)).toEqual(['rooms.member-changed', 'rooms.account-changed']);
      expect(byRoom(left.id)).toEqual(['rooms.account-changed']);
      const rooms = told.flatMap((line) => (line.to === 'room' && line.message.kind === 'event' ? [line.roomId] : []));
      // In the order of their ids; the first room comes after, as a room that is entered.
      const shown = [...new Set(rooms)].slice(0, 3);
      expect(shown).toEqual(shown.toSorted());
      expect(inShort(told, [gina]).filter((line) => line.startsWith('Gina'))).toEqual(
        expect.arrayContaining(['Gina: role', 'Gina: accounts.own-changed', 'Gina: rooms.entered']),
      );

      expect(gina.caller.role).toBe('member');
      expect(await roomsOf(gina.id)).toEqual(['Attic: member', 'Lounge: member', 'Study: member']);
      const { view } = await alice.ask('rooms.view', { roomId: study.id });
      expect(view.members.find(({ account }) => account.id === gina.id)).toMatchObject({
        account: { name: 'Regina', kind: 'person' },
        role: 'member',
      });
      expect(view.messages.find(({ text }) => text === 'I was a guest')?.author).toMatchObject({
        id: gina.id,
        name: 'Regina',
        kind: 'person',
      });
      const own = (await wings.rooms.summaries(gina.id)).find(({ room }) => room.id === study.id)!;
      expect(own.readSeq).toBe(message.seq);
      const attic = (await wings.rooms.summaries(gina.id)).find(({ room }) => room.id === other.id)!;
      expect(attic.rights).toEqual({ maySpeak: false, mayShare: true });
    });

    it('I15: signs in with what they chose from then on, under a new cookie; the old one is worth nothing', async () => {
      const gina = await guestOf();
      const email = newEmail();
      const { account, cookie } = await create(undefined, email, { isGuest: true, cookie: gina.cookie });
      expect(account).toMatchObject({ id: gina.id, kind: 'person', role: 'member', email });
      expect(cookie).not.toBe(gina.cookie);
      expect((await wings.visit('me', {}, gina.cookie)).reply.account).toBeNull();
      expect((await wings.visit('me', {}, cookie)).reply.account).toEqual(account);
      expect((await wings.visit('sign-in', { email, password: PASSWORD })).reply.account?.id).toBe(gina.id);
    });

    it('I15: keeps the sign-in itself, and with it the sockets and the call that they are in', async () => {
      const gina = await guestOf();
      const signIns = () => database.db.selectFrom('signIns').select(['id', 'token']).where('userId', '=', gina.id).execute();
      const [before] = await signIns();
      const { participantId } = await joinCall(gina, study.id);
      await publish(gina, participantId, 'microphone');
      const told = await wings.during(() => create(undefined, newEmail(), { isGuest: true, cookie: gina.cookie, name: 'Regina' }));
      const after = await signIns();
      expect(after.map(({ id }) => id)).toEqual([before!.id]);
      expect(after[0]!.token).not.toBe(before!.token);
      expect(told.some((line) => line.to === 'account' && line.message.kind === 'revoked')).toBe(false);
      const seat = wings.calls.callOf(study.id)?.participants.find(({ account }) => account.id === gina.id);
      expect(seat?.id).toBe(participantId);
      expect(seat?.tracks).toHaveLength(1);
      expect(seat?.account).toMatchObject({ name: 'Regina', kind: 'person' });
      await gina.ask('calls.leave', { participantId });
    });

    it('I15: becomes one when it is asked twice at once', async () => {
      const gina = await guestOf();
      const email = newEmail();
      const attempt = (address: string) =>
        create(undefined, address, { isGuest: true, cookie: gina.cookie }).then(
          () => 'made',
          (error: { code?: string }) => error.code ?? 'broken',
        );
      expect((await Promise.all([attempt(email), attempt(email)])).toSorted()).toEqual(['made', 'taken']);
      expect(await database.db.selectFrom('credentials').select('id').where('userId', '=', gina.id).execute()).toHaveLength(1);
      const gus = await guestOf('Gus');
      const other = () =>
        create(undefined, newEmail(), { isGuest: true, cookie: gus.cookie }).then(
          () => 'made',
          (error: { code?: string }) => error.code ?? 'broken',
        );
      // Whoever is second has either been a guest, or has an old cookie.
      const outcomes = await Promise.all([other(), other(), other()]);
      expect(outcomes.filter((outcome) => outcome === 'made')).toHaveLength(1);
      expect(outcomes.every((outcome) => ['made', 'not-allowed', 'signed-out'].includes(outcome))).toBe(true);
    });

    it('I15: is for guests who are signed in here, and for an address that nobody has', async () => {
      const gina = await guestOf();
      const email = newEmail();
      await create(undefined, email);
      expect(await refusalOf(create(undefined, email, { isGuest: true, cookie: gina.cookie }))).toBe('taken');
      expect(await refusalOf(create(undefined, newEmail(), { isGuest: true }))).toBe('signed-out');
      expect(await refusalOf(create(undefined, newEmail(), { isGuest: true, cookie: alice.cookie }))).toBe('not-allowed');
      expect((await wings.visit('me', {}, gina.cookie)).reply.account).toMatchObject({ kind: 'guest', role: 'guest', email: null });
    });

    it('I14, A17: is held to the policy like everybody else', async () => {
      const gina = await guestOf();
      const guestLink = await invite(adam, study.id);
      const houseLink = await inviteToHouse(adam);
      await policy(CLOSED);
      const stay = (invitation?: Secret) => create(invitation, newEmail(), { isGuest: true, cookie: gina.cookie });
      expect(await refusalOf(stay())).toBe('sign-up-closed');
      expect(await refusalOf(stay(houseLink.secret))).toBe('sign-up-closed');
      await policy(BY_INVITATION);
      expect(await refusalOf(stay())).toBe('sign-up-closed');
      expect(await refusalOf(stay(guestLink.secret))).toBe('sign-up-closed');
      expect((await wings.visit('me', {}, gina.cookie)).reply.account).toMatchObject({ kind: 'guest', role: 'guest' });
      expect((await stay(houseLink.secret)).account.role).toBe('member');
    });

    it('I15: comes into the room of the invitation that they stay by', async () => {
      const gina = await guestOf();
      const other = await wings.roomOf(alice, [], 'Loft', 'private');
      const link = await invite(alice, other.id, { role: 'moderator' });
      expect(await refusalOf(gina.ask('invitations.accept', { secret: link.secret }))).toBe('not-allowed');
      await create(link.secret, newEmail(), { isGuest: true, cookie: gina.cookie });
      expect(await roomsOf(gina.id)).toContain('Loft: moderator');
    });
  });

  describe('for a domain, where there is mail', () => {
    const mails: Mail[] = [];
    let posted: Wings;
    let owner: Person;
    let room: Room;
    beforeAll(async () => {
      posted = createWings(await open(), {
        mailer: {
          async deliver(_id, mail) {
            mails.push(mail);
            return { kind: 'taken' };
          },
        },
      });
      await posted.rooms.openFirstRoom('Lounge');
      owner = await posted.signUp('Olga');
      room = await posted.roomOf(owner, [], 'Study', 'private');
      await owner.ask('admin.change-settings', { settings: { signUp: BY_DOMAIN, limits: LIMITS } });
    });
    afterAll(() => posted.outbox!.close());

    /** What the link in the mail to this address carries; waits for the mail. */
    const secretTo = async (email: string): Promise<Secret> => {
      for (;;) {
        const secret = /#([A-Za-z0-9_-]{43})/.exec(mails.findLast(({ to }) => to === email)?.text ?? '')?.[1];
        if (secret) return secret as Secret;
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
    };
    const names = async (id: AccountId) => (await posted.rooms.summaries(id)).map(({ room: { name }, role }) => `${name}: ${role}`);

    it('I14: somebody new is a guest, in no room, until the address is confirmed', async () => {
      const email = newEmail();
      const link = await invite(owner, room.id, { role: 'member' });
      const { reply, cookie } = await posted.visit('create', { name: 'Nina', email, password: PASSWORD });
      expect(reply.account).toMatchObject({ role: 'guest', email, isEmailConfirmed: false });
      expect(await names(reply.account.id)).toEqual([]);
      const caller = { accountId: reply.account.id, role: 'guest' as const, sessionId: newId(), signInId: newId() };
      expect(await refusalOf(posted.ask(caller, 'invitations.accept', { secret: link.secret }))).toBe('not-allowed');
      await posted.visit('confirm-email', { secret: await secretTo(email) }, cookie);
      expect((await posted.visit('me', {}, cookie)).reply.account).toMatchObject({ role: 'member', isEmailConfirmed: true });
      expect(await names(reply.account.id)).toEqual(['Lounge: member']);
    });

    it('I14, I15: a guest who stays is one until then, also in the rooms that they are in', async () => {
      const gina = await posted.come((await invite(owner, room.id)).secret, 'Gina');
      const email = newEmail();
      const wish = { name: 'Gina', email, password: PASSWORD, isGuest: true };
      const { reply, cookie } = await posted.visit('create', wish, gina.cookie);
      expect(reply.account).toMatchObject({ id: gina.id, role: 'guest', email });
      expect(await names(gina.id)).toEqual(['Study: guest']);
      // Once is enough: it is somebody's own by now.
      expect(await refusalOf(posted.visit('create', { ...wish, email: newEmail() }, cookie))).toBe('not-allowed');
      const secret = await secretTo(email);
      const told = await posted.during(() => posted.visit('confirm-email', { secret }, cookie));
      const inStudy = told.flatMap((line) =>
        line.to === 'room' && line.roomId === room.id && line.message.kind === 'event' ? [line.message.placed.event] : [],
      );
      expect(inStudy).toEqual(['rooms.member-changed', 'rooms.account-changed']);
      expect(await names(gina.id)).toEqual(['Lounge: member', 'Study: member']);
      expect(gina.caller.role).toBe('member');
    });
  });
});
