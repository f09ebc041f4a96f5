// Calls and the room around them: what members are told, and what happens when the room, a membership or the media goes.
import { describe, expect, it } from 'vitest';
import { SfuUnavailable } from '../media/sfu.ts';
import { SEAT_HELD_MS } from './calls.ts';
import { createCallsHouse, garden } from './calls.testing.ts';

const EMPTY = { calls: 0, transports: 0, tracks: 0, subscriptions: 0 };

describe('what the room is told', () => {
  it('M19: is the whole call after each change, once for all that changes at the same time', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await alice.join();
    await house.settle();
    expect(house.changes()).toEqual([house.calls.callOf(garden)]);
    await bob.join();
    const track = await alice.publish('microphone');
    await house.settle();
    expect(house.changes().at(-1)).toEqual(house.calls.callOf(garden));
    const before = house.changes().length;
    alice.ends('lost');
    bob.ends('lost');
    await house.settle();
    const again = house.person('alice');
    await again.ask('calls.rejoin', { participantId: alice.participantId });
    await house.settle();
    again.ends('left');
    house.clock.advance(SEAT_HELD_MS);
    await house.settle();
    const [away, here] = [{ isAway: true }, { isAway: false, tracks: [expect.objectContaining({ id: track })] }];
    expect(house.changes().slice(before)).toMatchObject([{ participants: [away, away] }, { participants: [here, away] }, null]);
  });

  it('M19: is nothing of a call that nobody has joined', async () => {
    const house = createCallsHouse();
    house.sfu.failNext('admit', new Error('no'));
    await expect(house.person('alice').join()).rejects.toThrow('no');
    await house.settle();
    expect(house.heard).toEqual([]);
  });

  it('M20: is who speaks, loudest first, when that changes', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await Promise.all([alice.join(), bob.join()]);
    const [hers, his, music] = [await alice.publish('microphone'), await bob.publish('microphone'), await bob.publish('screen-sound')];
    await bob.ask('calls.pause', { participantId: bob.participantId, trackId: his, isPaused: true });
    for (const loud of [[], [music, hers, his], [hers], [music], [], [hers]]) house.sfu.speak(loud);
    await bob.ask('calls.pause', { participantId: bob.participantId, trackId: his, isPaused: false });
    house.sfu.speak([his, hers]);
    await alice.leave();
    house.sfu.speak([his]);
    const spoken = house.heard.flatMap((signal) => (signal.signal === 'calls.speaking' ? [signal.body.participantIds] : []));
    const [a, b] = [alice.participantId, bob.participantId];
    expect(spoken).toEqual([[a], [], [a], [b, a], [b]]);
  });
});

describe('what happens to the room', () => {
  it('M21: takes whoever leaves it out of its call, from all their sessions', async () => {
    const house = createCallsHouse();
    const people = [house.person('alice'), house.person('bob'), house.person('bob'), house.person('bob')];
    await Promise.all(people.slice(0, 3).map((person) => person.join()));
    people[1]!.ends('lost');
    const release = house.sfu.hold();
    const joining = people[3]!.join();
    await house.settle();
    house.leaves('bob');
    release();
    await expect(joining).rejects.toMatchObject({ code: 'not-in-call' });
    expect(house.names()).toEqual(['alice']);
    await expect(people[2]!.publish('camera')).rejects.toMatchObject({ code: 'not-in-call' });
    expect(house.sfu.count().transports).toBe(2);
  });

  it('M21: takes out also whoever leaves it between the question and the seat', async () => {
    const house = createCallsHouse();
    const bob = house.person('bob');
    let questions = 0;
    house.duringMembership(async () => {
      // Answered yes, and the next moment not a member any more, before the call listens.
      questions += 1;
      if (questions === 2) house.strangers.add('bob');
    });
    await expect(bob.join()).rejects.toMatchObject({ code: 'not-found' });
    await house.settle();
    expect(house.sfu.count()).toEqual(EMPTY);
  });

  it('M21: ends its call when it is deleted, and is not listened to any more', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await Promise.all([alice.join(), bob.join()]);
    await house.settle();
    house.bus.publishToRoom(garden, { kind: 'closed' });
    await house.settle();
    expect(house.calls.callOf(garden)).toBe(null);
    expect(house.changes().at(-1)).toBe(null);
    expect(house.sfu.count()).toEqual(EMPTY);
    house.leaves('alice');
    expect(house.calls.hasSeat(alice.caller.sessionId)).toBe(false);
  });
});

describe('what happens to the media', () => {
  it('M22: a dead worker ends its calls; joining again starts a new one', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    const { call } = await alice.join();
    await bob.join();
    await alice.publish('camera');
    await house.settle();
    house.sfu.killWorker();
    await house.settle();
    expect(house.changes().at(-1)).toBe(null);
    await expect(alice.publish('microphone')).rejects.toMatchObject({ code: 'not-in-call' });
    const again = await Promise.all([alice.join(), bob.join()]);
    expect(again[0].call.id).toBe(again[1].call.id);
    expect(again[0].call.id).not.toBe(call.id);
    expect(house.sfu.count()).toEqual({ ...EMPTY, calls: 1, transports: 4 });
  });

  it('M22: whoever is joining a call that is lost is asked to try again', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await alice.join();
    const release = house.sfu.hold();
    const joining = bob.join();
    await house.settle();
    house.sfu.killWorker();
    release();
    await expect(joining).rejects.toBeInstanceOf(SfuUnavailable);
    await bob.join();
    expect(house.names()).toEqual(['bob']);
  });

  it('M22: is all given back when the server stops, also what is under way', async () => {
    const house = createCallsHouse();
    const [alice, bob] = [house.person('alice'), house.person('bob')];
    await alice.join();
    alice.ends('lost');
    const release = house.sfu.hold();
    const joining = bob.join();
    await house.settle();
    const closing = house.calls.close();
    release();
    await closing;
    await expect(joining).rejects.toMatchObject({ code: 'not-in-call' });
    expect(house.sfu.count()).toEqual(EMPTY);
  });
});
