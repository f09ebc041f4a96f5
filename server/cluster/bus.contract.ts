// What every bus keeps. Run on each implementation.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AccountId, RoomId } from '../../protocol/wire.ts';
import type { Bus, RoomMessage } from './bus.ts';

const garden = '00000000-0000-7000-8000-000000000001' as RoomId;
const kitchen = '00000000-0000-7000-8000-000000000002' as RoomId;
const alice = 'alice' as AccountId;
const renamed = (seq: number): RoomMessage => ({ kind: 'event', placed: { event: 'rooms.renamed', body: { name: `n${seq}` }, seq } });

export const busContract = (name: string, make: () => Promise<Bus>, settle: () => Promise<void>): void => {
  describe(`bus: ${name}`, () => {
    let bus: Bus;
    beforeEach(async () => {
      bus = await make();
    });
    afterEach(() => bus.close());

    it('tells every subscriber of a topic, in the order of publishing, and nobody else', async () => {
      const heard: Record<string, RoomMessage[]> = { a: [], b: [], other: [] };
      bus.subscribeToRoom(garden, (message) => heard['a']!.push(message));
      bus.subscribeToRoom(garden, (message) => heard['b']!.push(message));
      bus.subscribeToRoom(kitchen, (message) => heard['other']!.push(message));
      for (let seq = 1; seq <= 5; seq++) bus.publishToRoom(garden, renamed(seq));
      await settle();
      const expected = [1, 2, 3, 4, 5].map(renamed);
      expect(heard).toEqual({ a: expected, b: expected, other: [] });
    });

    it('is silent after unsubscribing, which may be done twice, and from inside a listener', async () => {
      const heard: number[] = [];
      const leave = bus.subscribeToRoom(garden, (message) => {
        if (message.kind === 'event') heard.push(message.placed.seq);
        leave();
      });
      bus.publishToRoom(garden, renamed(1));
      await settle();
      bus.publishToRoom(garden, renamed(2));
      await settle();
      leave();
      expect(heard).toEqual([1]);
    });

    it('keeps accounts and rooms apart', async () => {
      const heard: unknown[] = [];
      bus.subscribeToAccount(alice, (message) => heard.push(message));
      bus.publishToRoom(garden, { kind: 'closed' });
      bus.publishToAccount(alice, { kind: 'revoked', signInId: null });
      await settle();
      expect(heard).toEqual([{ kind: 'revoked', signInId: null }]);
    });
  });
};
