// The situations that invitations and the lobby are tried in (law.scenarios.testing.ts). Gina has no account; Carol waits in front of a private room.
import type { invitationRequests } from '../protocol/invitations.ts';
import { post, posts, seated, type Cast, type Scenario } from './law.cast.testing.ts';
import { newId } from './ids.ts';
import { invite } from './rooms/inviting.testing.ts';
import { PASSWORD } from './wings.testing.ts';

type Told = keyof typeof invitationRequests | 'rooms.admit' | 'rooms.turn-away' | 'rooms.stop-waiting';

const come = async ({ wings, alice, roomId }: Cast, wish: Parameters<typeof invite>[2], name = 'Gina') =>
  wings.come((await invite(alice, roomId, wish)).secret, name);

/** A private room of Alice's, which Bob keeps order in and Carol waits in front of. */
const study = async ({ wings, alice, bob, carol }: Cast, wish: Parameters<typeof invite>[2] = {}) => {
  const { id: roomId } = await wings.roomOf(alice, [bob], 'Study', 'private');
  await alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'moderator' });
  await posts(alice, roomId, 3);
  const link = await invite(alice, roomId, { entry: 'lobby', ...wish });
  await carol.ask('invitations.accept', { secret: link.secret });
  return { roomId: roomId, link };
};

export const invitationScenarios: Record<Told, Record<string, Scenario>> = {
  'invitations.create': {
    'to a room':
      async ({ alice, roomId }) =>
      () =>
        invite(alice, roomId),
  },
  'invitations.list': {
    'reads them': async ({ alice, roomId }) => {
      await invite(alice, roomId);
      return () => alice.ask('invitations.list', { roomId });
    },
  },
  'invitations.revoke': {
    'and those who came by it go, in the middle of a call': async (cast) => {
      const { wings, alice, roomId } = cast;
      const link = await invite(alice, roomId);
      const gina = await wings.come(link.secret, 'Gina');
      await post(gina, roomId);
      await seated(gina, roomId);
      return () => alice.ask('invitations.revoke', { invitationId: link.id, removePeople: true });
    },
    'where somebody waits by it': async (cast) => {
      const { link } = await study(cast);
      return () => cast.bob.ask('invitations.revoke', { invitationId: link.id, removePeople: false });
    },
  },
  'invitations.accept': {
    'into a room that is public': async ({ alice, carol, roomId }) => {
      const link = await invite(alice, roomId);
      return () => carol.ask('invitations.accept', { secret: link.secret });
    },
    'into one that is not, where much was said that is not shown': async (cast) => {
      const { alice, carol } = cast;
      const { roomId } = await study(cast);
      const link = await invite(alice, roomId, { role: 'member', rights: { maySpeak: false, mayShare: true } });
      return async () => {
        await carol.ask('invitations.accept', { secret: link.secret });
        await post(alice, roomId, 'Since');
      };
    },
    'as a moderator, where somebody waits': async (cast) => {
      const { wings, alice, carol } = cast;
      const { roomId, link } = await study(cast);
      await wings.come(link.secret, 'Gina');
      const better = await invite(alice, roomId, { role: 'moderator', history: 'all' });
      return () => carol.ask('invitations.accept', { secret: better.secret });
    },
    'into the lobby': async (cast) => {
      const { carol } = cast;
      const { roomId, link } = await study(cast);
      await carol.ask('rooms.stop-waiting', { roomId });
      return async () => {
        await carol.ask('invitations.accept', { secret: link.secret });
        await carol.ask('invitations.accept', { secret: link.secret });
      };
    },
    'as a guest, who stays, and is in a call': async (cast) => {
      const { wings, alice, bob, roomId } = cast;
      const gina = await come(cast, { rights: { maySpeak: true, mayShare: false } });
      await post(gina, roomId);
      await seated(gina, roomId);
      const other = await wings.roomOf(alice, [bob], 'Other', 'private');
      await gina.ask('invitations.accept', { secret: (await invite(alice, other.id, { entry: 'lobby' })).secret });
      const wish = { name: 'Regina', email: `${newId()}@parlor.example`, password: PASSWORD, isGuest: true };
      return () => wings.visit('create', wish, gina.cookie);
    },
    'as a guest, who says something and sits down': async (cast) => {
      const { roomId } = cast;
      return async () => {
        const gina = await come(cast, {});
        await post(gina, roomId);
        await seated(gina, roomId);
      };
    },
  },
  'rooms.admit': {
    'one of two': async (cast) => {
      const { roomId, link } = await study(cast);
      const gina = await cast.wings.come(link.secret, 'Gina');
      return () => cast.bob.ask('rooms.admit', { roomId, accountIds: [gina.id] });
    },
    all: async (cast) => {
      const { roomId, link } = await study(cast, { history: 'all' });
      const gina = await cast.wings.come(link.secret, 'Gina');
      return () => cast.alice.ask('rooms.admit', { roomId, accountIds: [gina.id, cast.carol.id] });
    },
    'somebody who decides over it from then on': async (cast) => {
      const { roomId, link } = await study(cast, { role: 'moderator' });
      await cast.carol.ask('rooms.stop-waiting', { roomId });
      const guests = await invite(cast.alice, roomId, { entry: 'lobby' });
      await cast.wings.come(guests.secret, 'Gina');
      await cast.carol.ask('invitations.accept', { secret: link.secret });
      return () => cast.alice.ask('rooms.admit', { roomId, accountIds: [cast.carol.id] });
    },
  },
  'rooms.turn-away': {
    'one of two': async (cast) => {
      const { roomId, link } = await study(cast);
      await cast.wings.come(link.secret, 'Gina');
      return () => cast.bob.ask('rooms.turn-away', { roomId, accountIds: [cast.carol.id] });
    },
  },
  'rooms.stop-waiting': {
    'who waits': async (cast) => {
      const { roomId } = await study(cast);
      return () => cast.carol.ask('rooms.stop-waiting', { roomId });
    },
    'who does not':
      async ({ carol, roomId }) =>
      () =>
        carol.ask('rooms.stop-waiting', { roomId }),
  },
};
