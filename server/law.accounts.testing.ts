// The situations that what people change of themselves is tried in (law.scenarios.testing.ts).
import type { accountRequests } from '../protocol/accounts.ts';
import { gif } from './files/hostile-pictures.testing.ts';
import { post, seated, type Scenario } from './law.cast.testing.ts';
import type { Wings } from './wings.testing.ts';

/** A profile with another name. Time goes on, so that nobody changes it too often. */
const called = ({ clock }: Wings, name: string) => {
  clock.advance(10 * 60_000);
  return { name, about: '', pronouns: '', timeZone: null };
};

export const accountScenarios: Record<keyof typeof accountRequests, Record<string, Scenario>> = {
  'accounts.find': {
    'finds somebody':
      async ({ bob }) =>
      () =>
        bob.ask('accounts.find', { text: 'Al' }),
  },

  'accounts.change-profile': {
    'the name of somebody who said something, in two rooms': async ({ wings, alice, bob, roomId }) => {
      await wings.roomOf(alice, [bob], 'Kitchen');
      await post(bob, roomId);
      await post(alice, roomId);
      return () => bob.ask('accounts.change-profile', called(wings, 'Robert'));
    },
    'the name of the owner': async ({ wings, alice, roomId }) => {
      await post(alice, roomId);
      return () => alice.ask('accounts.change-profile', called(wings, 'Zoe'));
    },
    'who said something and left': async ({ wings, bob, roomId }) => {
      await post(bob, roomId);
      await bob.ask('rooms.leave', { roomId });
      return () => bob.ask('accounts.change-profile', called(wings, 'Robert'));
    },
    'in the middle of a call': async ({ wings, alice, bob, roomId }) => {
      await seated(alice, roomId);
      await seated(bob, roomId);
      return () => bob.ask('accounts.change-profile', called(wings, 'Robert'));
    },
    'what is on the card alone': async ({ wings, bob, roomId }) => {
      await post(bob, roomId);
      const { me } = await bob.ask('accounts.change-profile', called(wings, 'Bob'));
      return () =>
        bob.ask('accounts.change-profile', { name: me.name, about: 'Grows leeks', pronouns: 'he/him', timeZone: 'Europe/Berlin' });
    },
    'nothing at all': async ({ wings, bob }) => {
      const wish = called(wings, 'Bob');
      await bob.ask('accounts.change-profile', wish);
      return () => bob.ask('accounts.change-profile', wish);
    },
  },
  'accounts.set-status': {
    'and takes it away': async ({ wings, bob, roomId }) => {
      await post(bob, roomId);
      const status = { text: `At lunch ${wings.clock.now()}`, emoji: '🥪', until: wings.clock.now() + 60_000 };
      return async () => {
        await bob.ask('accounts.set-status', { status });
        await bob.ask('accounts.set-status', { status: null });
        await bob.ask('accounts.set-status', { status: { ...status, until: null } });
      };
    },
  },
  'accounts.remove-picture': {
    'of somebody who said something': async ({ wings, bob, roomId }) => {
      await post(bob, roomId);
      wings.clock.advance(10 * 60_000);
      await wings.pictures.put(bob.id, async () => gif(1));
      return async () => {
        await bob.ask('accounts.remove-picture', {});
        await wings.pictures.put(bob.id, async () => gif(2));
      };
    },
    'where there is none':
      async ({ carol }) =>
      () =>
        carol.ask('accounts.remove-picture', {}),
  },
};
