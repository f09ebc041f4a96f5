// What somebody may send in a call, by their rights in the room as they are at this moment: also while something is under way.
import { describe, expect, it } from 'vitest';
import type { TrackSource } from '../../protocol/calls.ts';
import type { AccountId } from '../../protocol/wire.ts';
import { createCallsHouse, garden } from './calls.testing.ts';

const SOURCES: TrackSource[] = ['microphone', 'camera', 'screen', 'screen-sound'];
const ALL = { maySpeak: true, mayShare: true };
const notAllowed = { name: 'Refusal', code: 'not-allowed' };

describe('rights in a call', () => {
  it.each([
    [{ maySpeak: true, mayShare: true }, SOURCES],
    [{ maySpeak: false, mayShare: true }, ['screen', 'screen-sound']],
    [{ maySpeak: true, mayShare: false }, ['microphone', 'camera']],
    [{ maySpeak: false, mayShare: false }, []],
  ])('M24: with %j only %j can be published', async (rights, allowed) => {
    const house = createCallsHouse();
    house.standings.set('bob', { role: 'member', rights });
    const bob = house.person('bob');
    await bob.join();
    for (const source of SOURCES) {
      for (const isPaused of [true, false]) {
        if (allowed.includes(source)) await bob.publish(source, isPaused);
        else await expect(bob.publish(source, isPaused), source).rejects.toMatchObject(notAllowed);
      }
    }
    expect(house.calls.callOf(garden)!.participants[0]!.tracks.map(({ source }) => source)).toEqual(allowed);
    expect(house.sfu.count().tracks).toBe(allowed.length);
    // What is refused is not even tried.
    house.sfu.failNext('publish', new Error('the media was asked'));
    const refused = SOURCES.filter((source) => !allowed.includes(source));
    for (const source of refused) await expect(bob.publish(source)).rejects.toMatchObject(notAllowed);
  });

  it('M25: what was for a right that is taken away is closed at once, in every session of theirs, and for all who receive it', async () => {
    const house = createCallsHouse();
    const [bob, phone, alice] = [house.person('bob'), house.person('bob'), house.person('alice')];
    for (const person of [bob, phone, alice]) await person.join();
    const theirs = [await bob.publish('microphone'), await bob.publish('camera', true), await phone.publish('microphone')];
    const screen = await bob.publish('screen');
    const hers = await alice.publish('microphone');
    await alice.subscribe(...theirs, screen);
    phone.ends('lost');
    await house.settle();
    const before = house.changes().length;
    house.becomes('bob', 'member', { maySpeak: false, mayShare: true });
    expect(theirs.map((id) => house.sfu.look(id))).toEqual([undefined, undefined, undefined]);
    expect([screen, hers].map((id) => house.sfu.look(id))).toEqual([{ isPaused: false }, { isPaused: false }]);
    expect(house.sfu.count()).toMatchObject({ tracks: 2, subscriptions: 1 });
    await house.settle();
    expect(house.changes().length).toBe(before + 1);
    await expect(bob.publish('microphone')).rejects.toMatchObject(notAllowed);
    house.becomes('bob', 'member', { maySpeak: true, mayShare: false });
    expect(house.sfu.look(screen)).toBe(undefined);
    await bob.publish('microphone');
  });

  it('M25: while it is being published, or turned on: nothing of it comes about', async () => {
    const house = createCallsHouse();
    const bob = house.person('bob');
    await bob.join();
    const track = await bob.publish('microphone', true);
    const release = house.sfu.hold();
    const under = [bob.publish('camera'), bob.ask('calls.pause', { participantId: bob.participantId, trackId: track, isPaused: false })];
    const ends = Promise.allSettled(under);
    await house.settle();
    house.becomes('bob', 'member', { maySpeak: false, mayShare: false });
    release();
    expect(await ends).toMatchObject([
      { status: 'rejected', reason: notAllowed },
      { status: 'rejected', reason: { code: 'not-found' } },
    ]);
    expect(house.sfu.count().tracks).toBe(0);
    expect(house.calls.callOf(garden)!.participants[0]!.tracks).toEqual([]);
  });

  it('M25: between the question and the seat: what holds is what is true when the seat is there', async () => {
    const house = createCallsHouse();
    const bob = house.person('bob');
    let questions = 0;
    house.duringMembership(async () => {
      questions += 1;
      // Told before the call listened to its room.
      if (questions === 2) house.standings.set('bob', { role: 'member', rights: { maySpeak: false, mayShare: false } });
    });
    await bob.join();
    await expect(bob.publish('microphone')).rejects.toMatchObject(notAllowed);
  });

  it('M25: an answer that is older than what was heard since does not give it back', async () => {
    const house = createCallsHouse();
    const bob = house.person('bob');
    let questions = 0;
    const release = Promise.withResolvers<void>();
    house.afterMembership(async () => {
      questions += 1;
      if (questions === 2) await release.promise;
    });
    const joining = bob.join();
    await house.settle();
    house.becomes('bob', 'member', { maySpeak: false, mayShare: false });
    release.resolve();
    await joining;
    await expect(bob.publish('microphone')).rejects.toMatchObject(notAllowed);
  });

  it('M25: of two changes that are told in the wrong order the later one holds', async () => {
    const house = createCallsHouse();
    const bob = house.person('bob');
    await bob.join();
    const changed = (maySpeak: boolean, seq: number) =>
      house.happens(
        { event: 'rooms.member-changed', body: { accountId: 'bob' as AccountId, role: 'member', rights: { ...ALL, maySpeak } } },
        seq,
      );
    changed(false, 9);
    changed(true, 8);
    await expect(bob.publish('microphone')).rejects.toMatchObject(notAllowed);
    changed(true, 10);
    await bob.publish('microphone');
  });

  it('M31: a name or picture that changes is the one in the call at once', async () => {
    const house = createCallsHouse();
    const bob = house.person('bob');
    await bob.join();
    await house.settle();
    const account = { id: 'bob' as AccountId, name: 'Robert', kind: 'person' as const, picture: null };
    const profile = { about: '', pronouns: '', timeZone: null, status: null };
    house.happens({ event: 'rooms.account-changed', body: { account, profile } });
    expect(house.names()).toEqual(['Robert']);
    await house.settle();
    expect(house.changes().at(-1)!.participants[0]!.account).toEqual(account);
    // And what they may do is as before.
    await bob.publish('microphone');
  });
});
