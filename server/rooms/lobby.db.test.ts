// The lobby through the handlers, on every database: who waits and is told of it, who decides, how a wait ends, and that whoever waits does nothing else.
import { beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../protocol/constants.ts';
import type { AccountId, ParticipantId, RoomId, Secret, TrackId } from '../../protocol/wire.ts';
import { newId } from '../ids.ts';
import { joinCall, publish } from '../law.cast.testing.ts';
import { browserCapabilities, fingerprints, microphone } from '../media/rtp-samples.ts';
import { eachDatabase } from '../storage/databases.testing.ts';
import { createWings, newKey, PASSWORD, refusalOf, type Person, type Published, type WingRequest, type Wings } from '../wings.testing.ts';
import { invite } from './inviting.testing.ts';
import { GONE_AFTER_MS } from './waits.ts';

/** What an account was told of lobbies, in order: `waiting`, `waited admitted`, `entered`, `lobby Gina,Gus`. */
const toldTo = (told: readonly Published[], { id }: Pick<Person, 'id'>): string[] =>
  told.flatMap((line) => {
    if (line.to !== 'account' || line.accountId !== id || line.message.kind !== 'event') return [];
    const { event } = line.message;
    switch (event.event) {
      case 'rooms.waiting':
        return [`waiting ${event.body.waiting.name}`];
      case 'rooms.waited':
        return [`waited ${event.body.outcome}`];
      case 'rooms.lobby-changed':
        return [`lobby ${event.body.lobby.map(({ account }) => account.name).join(',')}`];
      case 'rooms.entered':
        return ['entered'];
      default:
        return [];
    }
  });

eachDatabase('the lobby', ({ open }) => {
  let wings: Wings;
  let alice: Person;
  let bob: Person;
  let carol: Person;
  beforeAll(async () => {
    wings = createWings(await open());
    await wings.signUp('Olga');
    [alice, bob, carol] = await Promise.all([wings.signUp('Alice'), wings.signUp('Bob'), wings.signUp('Carol')]);
  });

  /** A private room of Alice's with a link to its lobby. */
  const roomWithLobby = async (members: Person[] = []) => {
    const { id: roomId } = await wings.roomOf(alice, members, 'Study', 'private');
    const link = await invite(alice, roomId, { entry: 'lobby' });
    return { roomId, link, secret: link.secret };
  };
  const lobbyOf = async (person: Person, roomId: RoomId) => {
    const { view } = await person.ask('rooms.view', { roomId });
    const summary = (await wings.rooms.summaries(person.id)).find(({ room }) => room.id === roomId)!;
    expect(summary.lobby).toEqual(view.lobby);
    return view.lobby.map(({ account }) => account.name);
  };
  const wait = (secret: Secret, name: string) => {
    wings.clock.advance(1);
    return wings.come(secret, name);
  };
  const namesIn = async (roomId: RoomId) => (await alice.ask('rooms.view', { roomId })).view.members.map(({ account }) => account.name);

  describe('waiting', () => {
    it('I10: tells whoever waits, and all who decide over it, and nobody else', async () => {
      const { roomId, secret } = await roomWithLobby([bob, carol]);
      await alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'moderator' });
      let gina: Awaited<ReturnType<typeof wait>> | undefined;
      const told = await wings.during(async () => {
        gina = await wait(secret, 'Gina');
      });
      expect(gina).toMatchObject({ summary: null, waiting: { roomId, name: 'Study', askedAt: wings.clock.now() } });
      expect(toldTo(told, gina!)).toEqual(['waiting Study']);
      expect(toldTo(told, alice)).toEqual(['lobby Gina']);
      expect(toldTo(told, bob)).toEqual(['lobby Gina']);
      expect(toldTo(told, carol)).toEqual([]);
      expect(told.filter((line) => line.to === 'room')).toEqual([]);
      expect(await lobbyOf(alice, roomId)).toEqual(['Gina']);
      expect(await lobbyOf(bob, roomId)).toEqual(['Gina']);
      expect(await lobbyOf(carol, roomId)).toEqual([]);
      expect(await wings.rooms.waits.of(gina!.id)).toEqual([gina!.waiting]);
    });

    it('I10: is shown longest first, and a repeat goes on with the first', async () => {
      const { roomId, secret } = await roomWithLobby();
      const gina = await wait(secret, 'Gina');
      await wait(secret, 'Adam');
      wings.clock.advance(1_000);
      const again = await gina.ask('invitations.accept', { secret });
      expect(again).toEqual({ summary: null, waiting: gina.waiting });
      expect(await lobbyOf(alice, roomId)).toEqual(['Gina', 'Adam']);
    });

    it('I10: somebody who comes to decide over it is told who waits, and who does no longer is shown nobody', async () => {
      const { roomId, secret } = await roomWithLobby([bob]);
      await wait(secret, 'Gina');
      const told = await wings.during(() => alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'moderator' }));
      expect(toldTo(told, bob)).toEqual(['lobby Gina']);
      expect(toldTo(told, alice)).toEqual([]);
      await alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'member' });
      expect(await lobbyOf(bob, roomId)).toEqual([]);
      // Also who comes in as somebody who does.
      const link = await invite(alice, roomId, { role: 'moderator' });
      const { summary } = await carol.ask('invitations.accept', { secret: link.secret });
      expect(summary?.lobby.map(({ account }) => account.name)).toEqual(['Gina']);
    });

    it('I10: those who decide see who somebody has become', async () => {
      const { roomId, secret } = await roomWithLobby();
      const gina = await wait(secret, 'Gina');
      const told = await wings.during(() =>
        wings.visit('create', { name: 'Regina', email: `${newId()}@parlor.example`, password: PASSWORD, isGuest: true }, gina.cookie),
      );
      expect(toldTo(told, alice)).toEqual(['lobby Regina']);
      expect((await alice.ask('rooms.view', { roomId })).view.lobby[0]?.account).toMatchObject({ name: 'Regina', kind: 'person' });
    });

    it('has an end: as many as a room takes, and as many as one person asks for', async () => {
      const { secret } = await roomWithLobby();
      const gina = await wait(secret, 'Gina');
      for (let count = 1; count < LIMITS.waitingFor; count++) {
        await gina.ask('invitations.accept', { secret: (await roomWithLobby()).secret });
      }
      const last = await roomWithLobby();
      expect(await refusalOf(gina.ask('invitations.accept', { secret: last.secret }))).toBe('full');
      const { roomId, link } = await roomWithLobby();
      const at = wings.clock.now();
      await wings.database.transaction(async (trx) => {
        for (let index = 0; index < LIMITS.lobby; index++) {
          const id = `waits-${roomId}-${index}`;
          const date = wings.database.dialect === 'sqlite' ? new Date(at).toISOString() : new Date(at);
          await trx
            .insertInto('accounts')
            .values({ id, name: id, email: `${id}@guest.invalid`, emailVerified: false, createdAt: date, updatedAt: date, role: 'guest' })
            .execute();
          await trx.insertInto('lobby').values({ roomId, accountId: id, invitationId: link.id, askedAt: at }).execute();
        }
      });
      expect(await refusalOf(wait(link.secret, 'One too many'))).toBe('full');
    });
  });

  describe('A1: whoever waits', () => {
    type Asked = { roomId: RoomId; accountId: AccountId; participantId: ParticipantId; trackId: TrackId };
    /** Everything that can be asked about a room, or about what goes on in it. */
    const ABOUT_A_ROOM: [WingRequest, (asked: Asked) => Record<string, unknown>][] = [
      ['rooms.view', ({ roomId }) => ({ roomId })],
      ['rooms.join', ({ roomId }) => ({ roomId })],
      ['rooms.leave', ({ roomId }) => ({ roomId })],
      ['rooms.add-member', ({ roomId, accountId }) => ({ roomId, accountId })],
      ['rooms.rename', ({ roomId }) => ({ roomId, name: 'Mine' })],
      ['rooms.delete', ({ roomId }) => ({ roomId })],
      ['rooms.lock', ({ roomId }) => ({ roomId, isLocked: true })],
      ['rooms.set-role', ({ roomId, accountId }) => ({ roomId, accountId, role: 'moderator' })],
      ['rooms.set-rights', ({ roomId, accountId }) => ({ roomId, accountId, rights: { maySpeak: true, mayShare: true } })],
      ['rooms.remove-member', ({ roomId, accountId }) => ({ roomId, accountId })],
      ['rooms.ban', ({ roomId, accountId }) => ({ roomId, accountId })],
      ['rooms.unban', ({ roomId, accountId }) => ({ roomId, accountId })],
      ['rooms.bans', ({ roomId }) => ({ roomId })],
      ['rooms.admit', ({ roomId, accountId }) => ({ roomId, accountIds: [accountId] })],
      ['rooms.turn-away', ({ roomId, accountId }) => ({ roomId, accountIds: [accountId] })],
      [
        'invitations.create',
        ({ roomId }) => ({
          terms: { kind: 'room', roomId, role: 'guest', entry: 'direct', rights: { maySpeak: true, mayShare: true }, history: 'all' },
          expiresInMs: null,
          maxUses: null,
        }),
      ],
      ['invitations.list', ({ roomId }) => ({ roomId })],
      ['chat.post', ({ roomId }) => ({ roomId, key: newKey(), text: 'Let me in' })],
      ['chat.history', ({ roomId }) => ({ roomId })],
      ['chat.mark-read', ({ roomId }) => ({ roomId, seq: 1 })],
      [
        'calls.join',
        ({ roomId }) => ({
          roomId,
          rtpCapabilities: browserCapabilities,
          sendFingerprints: fingerprints,
          receiveFingerprints: fingerprints,
        }),
      ],
      ['calls.rejoin', ({ participantId }) => ({ participantId })],
      ['calls.leave', ({ participantId }) => ({ participantId })],
      ['calls.publish', ({ participantId }) => ({ participantId, source: 'microphone', rtpParameters: microphone(), isPaused: false })],
      ['calls.unpublish', ({ participantId, trackId }) => ({ participantId, trackId })],
      ['calls.pause', ({ participantId, trackId }) => ({ participantId, trackId, isPaused: true })],
      ['calls.subscribe', ({ participantId, trackId }) => ({ participantId, trackIds: [trackId] })],
      ['calls.adjust', ({ participantId }) => ({ participantId, subscriptionId: newId(), isPaused: false })],
      ['calls.unsubscribe', ({ participantId }) => ({ participantId, subscriptionId: newId() })],
      ['calls.restart-ice', ({ participantId }) => ({ participantId, direction: 'send' })],
      ['calls.turn-off', ({ roomId, participantId, trackId }) => ({ roomId, participantId, trackId })],
      ['calls.mute-all', ({ roomId }) => ({ roomId })],
      ['calls.ask-on', ({ roomId, participantId }) => ({ roomId, participantId, source: 'microphone' })],
    ];
    /** What names no room, or is theirs to ask. */
    const OTHERS: WingRequest[] = [
      'rooms.create',
      'rooms.directory',
      'rooms.find',
      'rooms.stop-waiting',
      'invitations.accept',
      'calls.prepare',
    ];

    let room: Asked;
    let guest: Person;
    let member: Person;
    beforeAll(async () => {
      const { roomId, secret } = await roomWithLobby([bob]);
      const { participantId } = await joinCall(bob, roomId);
      const { trackId } = await publish(bob, participantId, 'microphone');
      room = { roomId, accountId: bob.id, participantId, trackId };
      guest = await wait(secret, 'Gina');
      member = carol;
      expect((await carol.ask('invitations.accept', { secret })).waiting?.roomId).toBe(roomId);
    });

    it('is asked about everything that there is', () => {
      const families = ['rooms', 'invitations', 'chat', 'calls'];
      const all = Object.keys(wings.handlers).filter((name) => families.includes(name.split('.')[0]!));
      const known = [...ABOUT_A_ROOM.map(([name]) => name), ...OTHERS, 'invitations.revoke'];
      expect(known.toSorted()).toEqual(all.toSorted());
    });

    it.each(ABOUT_A_ROOM)('is answered as if there were no such room: %s', async (name, bodyFor) => {
      const nowhere: Asked = {
        ...room,
        roomId: newId() as RoomId,
        participantId: newId() as ParticipantId,
        trackId: newId() as TrackId,
      };
      const view = () => alice.ask('rooms.view', { roomId: room.roomId });
      const before = await view();
      const answer = (person: Person, asked: Asked) => refusalOf(person.ask(name, bodyFor(asked)));
      for (const person of [guest, member]) {
        const code = await answer(person, room);
        // A guest of the house may ask some of it nowhere, which tells nothing of this room either.
        expect(person === guest ? ['not-found', 'not-in-call', 'not-allowed'] : ['not-found', 'not-in-call']).toContain(code);
        expect(code).toBe(await answer(person, nowhere));
      }
      expect(await view()).toEqual(before);
    });

    it('changes nothing of what others would see of them', async () => {
      const profile = { name: 'Alice', about: 'let me in', pronouns: '', timeZone: null };
      expect(await refusalOf(guest.ask('accounts.change-profile', profile))).toBe('not-allowed');
      expect(await refusalOf(guest.ask('accounts.set-status', { status: { text: 'let me in', emoji: '', until: null } }))).toBe(
        'not-allowed',
      );
      expect(await refusalOf(guest.ask('accounts.remove-picture', {}))).toBe('not-allowed');
      expect(await lobbyOf(alice, room.roomId)).toContain('Gina');
    });

    it('finds no such room by its address, and sees nothing of it in any list', async () => {
      const { view } = await alice.ask('rooms.view', { roomId: room.roomId });
      for (const person of [guest, member]) expect(await refusalOf(person.ask('rooms.find', { slug: view.room.slug }))).toBe('not-found');
      const { cards } = await member.ask('rooms.directory', {});
      expect(cards.map((card) => card.room.id)).not.toContain(room.roomId);
      expect((await wings.rooms.summaries(guest.id)).length).toBe(0);
    });
  });

  describe('letting in', () => {
    it('I11: one by one or all, on the terms of the link they came by, with all told', async () => {
      const { roomId } = await roomWithLobby([bob]);
      const strict = await invite(alice, roomId, { entry: 'lobby', rights: { maySpeak: false, mayShare: false }, history: 'none' });
      const wide = await invite(alice, roomId, { entry: 'lobby', history: 'all' });
      const [gina, gus, gil] = [await wait(strict.secret, 'Gina'), await wait(wide.secret, 'Gus'), await wait(wide.secret, 'Gil')];
      await alice.ask('chat.post', { roomId, key: newKey(), text: 'Said while they wait' });
      const first = await wings.during(() => alice.ask('rooms.admit', { roomId, accountIds: [gina.id] }));
      expect(toldTo(first, gina)).toEqual(['waited admitted', 'entered']);
      expect(toldTo(first, alice)).toEqual(['lobby Gus,Gil']);
      const rest = await wings.during(() => alice.ask('rooms.admit', { roomId, accountIds: [gus.id, gil.id, gina.id, carol.id] }));
      expect(toldTo(rest, gus)).toEqual(['waited admitted', 'entered']);
      expect(toldTo(rest, gina)).toEqual([]);
      expect(toldTo(rest, alice)).toEqual(['lobby ']);
      expect(await namesIn(roomId)).toEqual(['Alice', 'Bob', 'Gil', 'Gina', 'Gus']);
      const own = async (person: Person) => (await wings.rooms.summaries(person.id))[0]!;
      expect(await own(gina)).toMatchObject({ role: 'guest', rights: { maySpeak: false, mayShare: false } });
      expect((await gina.ask('rooms.view', { roomId })).view.messages).toEqual([]);
      expect((await gus.ask('rooms.view', { roomId })).view.messages).toHaveLength(1);
      expect(await wings.rooms.waits.of(gina.id)).toEqual([]);
      // Asked once more after a lost answer.
      expect(await wings.during(() => alice.ask('rooms.admit', { roomId, accountIds: [gina.id] }))).toEqual([]);
    });

    it('I11: is for those who keep order, also of a locked room', async () => {
      const { roomId, secret } = await roomWithLobby([bob]);
      const gina = await wait(secret, 'Gina');
      for (const name of ['rooms.admit', 'rooms.turn-away'] as const) {
        expect(await refusalOf(bob.ask(name, { roomId, accountIds: [gina.id] }))).toBe('not-allowed');
        expect(await refusalOf(carol.ask(name, { roomId, accountIds: [gina.id] }))).toBe('not-found');
      }
      await alice.ask('rooms.lock', { roomId, isLocked: true });
      await alice.ask('rooms.admit', { roomId, accountIds: [gina.id] });
      expect(await namesIn(roomId)).toEqual(['Alice', 'Bob', 'Gina']);
    });

    it('I11: a moderator’s hand, or the way in by oneself, ends the wait as well', async () => {
      const { roomId, secret } = await roomWithLobby();
      await carol.ask('invitations.accept', { secret });
      const told = await wings.during(() => alice.ask('rooms.add-member', { roomId, accountId: carol.id }));
      expect(toldTo(told, carol)).toEqual(['waited admitted', 'entered']);
      expect(toldTo(told, alice)).toEqual(['lobby ']);
      const gina = await wait(secret, 'Gina');
      const direct = await invite(alice, roomId);
      expect((await gina.ask('invitations.accept', { secret: direct.secret })).summary?.room.id).toBe(roomId);
      expect(await lobbyOf(alice, roomId)).toEqual([]);
    });

    it('I11: turned away is told, and may ask again', async () => {
      const { roomId, secret } = await roomWithLobby();
      const gina = await wait(secret, 'Gina');
      const told = await wings.during(() => alice.ask('rooms.turn-away', { roomId, accountIds: [gina.id, carol.id] }));
      expect(toldTo(told, gina)).toEqual(['waited turned-away']);
      expect(toldTo(told, alice)).toEqual(['lobby ']);
      expect(await wings.during(() => alice.ask('rooms.turn-away', { roomId, accountIds: [gina.id] }))).toEqual([]);
      expect((await gina.ask('invitations.accept', { secret })).waiting?.roomId).toBe(roomId);
    });

    it('I11: is in the trail, for each of them', async () => {
      const { roomId, secret } = await roomWithLobby();
      const [gina, gus] = [await wait(secret, 'Gina'), await wait(secret, 'Gus')];
      await alice.ask('rooms.admit', { roomId, accountIds: [gina.id] });
      await alice.ask('rooms.turn-away', { roomId, accountIds: [gus.id] });
      const trail = await wings.database.db
        .selectFrom('audit')
        .select(['action', 'actorId', 'subjectId'])
        .where('roomId', '=', roomId)
        .where('action', 'in', ['rooms.admitted', 'rooms.turned-away'])
        .orderBy('action')
        .execute();
      expect(trail).toEqual([
        { action: 'rooms.admitted', actorId: alice.id, subjectId: gina.id },
        { action: 'rooms.turned-away', actorId: alice.id, subjectId: gus.id },
      ]);
    });

    it('I11: admitted and turned away at the same time is one of the two', async () => {
      const { roomId, secret } = await roomWithLobby();
      const gina = await wait(secret, 'Gina');
      const told = await wings.during(() =>
        Promise.all([
          alice.ask('rooms.admit', { roomId, accountIds: [gina.id] }),
          alice.ask('rooms.turn-away', { roomId, accountIds: [gina.id] }),
          gina.ask('rooms.stop-waiting', { roomId }),
        ]),
      );
      const ends = toldTo(told, gina).filter((line) => line.startsWith('waited'));
      expect(ends).toHaveLength(1);
      expect((await namesIn(roomId)).includes('Gina')).toBe(ends[0] === 'waited admitted');
    });
  });

  describe('a wait ends', () => {
    it('I12: when whoever waits stops', async () => {
      const { roomId, secret } = await roomWithLobby();
      const gina = await wait(secret, 'Gina');
      const told = await wings.during(() => gina.ask('rooms.stop-waiting', { roomId }));
      expect(toldTo(told, gina)).toEqual(['waited stopped']);
      expect(toldTo(told, alice)).toEqual(['lobby ']);
      expect(await wings.during(() => gina.ask('rooms.stop-waiting', { roomId }))).toEqual([]);
      expect(await gina.ask('rooms.stop-waiting', { roomId: newId() })).toEqual({});
    });

    it('I12: when the link is taken back, for those who came by it alone', async () => {
      const { roomId, secret, link } = await roomWithLobby();
      const other = await invite(alice, roomId, { entry: 'lobby' });
      const [gina, gus] = [await wait(secret, 'Gina'), await wait(other.secret, 'Gus')];
      const told = await wings.during(() => alice.ask('invitations.revoke', { invitationId: link.id, removePeople: false }));
      expect(toldTo(told, gina)).toEqual(['waited closed']);
      expect(toldTo(told, gus)).toEqual([]);
      expect(await lobbyOf(alice, roomId)).toEqual(['Gus']);
      expect(await refusalOf(gina.ask('invitations.accept', { secret }))).toBe('expired');
    });

    it('I12: when the room is deleted', async () => {
      const { roomId, secret } = await roomWithLobby();
      const gina = await wait(secret, 'Gina');
      const told = await wings.during(() => alice.ask('rooms.delete', { roomId }));
      expect(toldTo(told, gina)).toEqual(['waited closed']);
      expect(await wings.rooms.waits.of(gina.id)).toEqual([]);
    });

    it('I12: when a moderator bans whoever waits, who waits no more', async () => {
      const { roomId, secret } = await roomWithLobby();
      const gina = await wait(secret, 'Gina');
      const told = await wings.during(() => alice.ask('rooms.ban', { roomId, accountId: gina.id }));
      expect(toldTo(told, gina)).toEqual(['waited turned-away']);
      expect(await lobbyOf(alice, roomId)).toEqual([]);
      expect(await refusalOf(gina.ask('invitations.accept', { secret }))).toBe('banned');
      await alice.ask('rooms.admit', { roomId, accountIds: [gina.id] });
      expect(await namesIn(roomId)).toEqual(['Alice']);
    });

    /** Resolves once the timers that fell due have done what they do. */
    const settled = async (isTrue: () => Promise<boolean>) => {
      while (!(await isTrue())) await new Promise((resolve) => setImmediate(resolve));
    };
    const noneWaits = async (roomId: RoomId) => (await alice.ask('rooms.view', { roomId })).view.lobby.length === 0;

    it('I12: when nobody is there to wait for half a minute', async () => {
      const { roomId, secret } = await roomWithLobby();
      const gina = await wait(secret, 'Gina');
      const session = (sessionId: string) => ({ accountId: gina.id, sessionId });
      wings.rooms.waits.sessionBegan(session('one'));
      wings.rooms.waits.sessionBegan(session('other'));
      wings.clock.advance(GONE_AFTER_MS * 2);
      wings.rooms.waits.sessionEnded(session('one'));
      wings.clock.advance(GONE_AFTER_MS * 2);
      expect(await lobbyOf(alice, roomId)).toEqual(['Gina']);
      wings.rooms.waits.sessionEnded(session('other'));
      wings.clock.advance(GONE_AFTER_MS - 1);
      // A reload is no end.
      wings.rooms.waits.sessionBegan(session('reloaded'));
      wings.clock.advance(GONE_AFTER_MS);
      expect(await lobbyOf(alice, roomId)).toEqual(['Gina']);
      wings.rooms.waits.sessionEnded(session('reloaded'));
      // Others who waited elsewhere, and were not there either, are told of as well.
      const ofThisRoom = () =>
        toldTo(
          wings.published.filter((line) => JSON.stringify(line).includes(roomId)),
          alice,
        ).at(-1);
      wings.clock.advance(GONE_AFTER_MS);
      await settled(async () => ofThisRoom() === 'lobby ');
      expect(await lobbyOf(alice, roomId)).toEqual([]);
      expect(await wings.rooms.waits.of(gina.id)).toEqual([]);
    });

    it('I12: when nobody ever was there after asking', async () => {
      const { roomId, secret } = await roomWithLobby();
      await wait(secret, 'Gina');
      wings.clock.advance(GONE_AFTER_MS);
      await settled(() => noneWaits(roomId));
    });

    it('I12: when the server has started again, and nobody comes back', async () => {
      const { roomId, secret } = await roomWithLobby();
      const [gina, gus] = [await wait(secret, 'Gina'), await wait(secret, 'Gus')];
      const again = createWings(wings.database);
      await again.rooms.waits.open();
      again.rooms.waits.sessionBegan({ accountId: gus.id, sessionId: 'came back' });
      again.clock.advance(GONE_AFTER_MS);
      await settled(async () => (await again.rooms.waits.of(gina.id)).length === 0);
      expect(await again.rooms.waits.of(gus.id)).toHaveLength(1);
      expect(await lobbyOf(alice, roomId)).toEqual(['Gus']);
    });
  });
});
