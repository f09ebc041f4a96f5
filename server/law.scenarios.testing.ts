// For every request there is, the situations that it is tried in: who asks what, after which preparations. Alice owns a room that Bob is in,
// Carol is not. Typed over the list of requests, so that a request without a scenario does not compile.
import { accountScenarios } from './law.accounts.testing.ts';
import { adminScenarios } from './law.admin.testing.ts';
import { invitationScenarios } from './law.invitations.testing.ts';
import { joinCall, listening, post, posts, publish, seated, type Scenario } from './law.cast.testing.ts';
import { newKey, type WingRequest } from './wings.testing.ts';

export const scenarios: Record<WingRequest, Record<string, Scenario>> = {
  ...accountScenarios,
  ...adminScenarios,
  ...invitationScenarios,

  'rooms.create': {
    'a public room':
      async ({ bob }) =>
      () =>
        bob.ask('rooms.create', { name: 'Kitchen', visibility: 'public' }),
    'a private room':
      async ({ alice }) =>
      () =>
        alice.ask('rooms.create', { name: 'Secret', visibility: 'private' }),
  },
  'rooms.directory': {
    'reads it':
      async ({ carol }) =>
      () =>
        carol.ask('rooms.directory', {}),
  },
  'rooms.find': {
    'finds a card': async ({ alice, carol, roomId }) => {
      const { view } = await alice.ask('rooms.view', { roomId });
      return () => carol.ask('rooms.find', { slug: view.room.slug });
    },
  },
  'rooms.view': {
    'reads it':
      async ({ bob, roomId }) =>
      () =>
        bob.ask('rooms.view', { roomId }),
  },
  'rooms.join': {
    'a stranger':
      async ({ carol, roomId }) =>
      () =>
        carol.ask('rooms.join', { roomId }),
    'a stranger, where much was said': async ({ alice, carol, roomId }) => {
      await posts(alice, roomId, 60);
      return () => carol.ask('rooms.join', { roomId });
    },
    'a stranger, where people talk': async ({ alice, carol, roomId }) => {
      await seated(alice, roomId);
      return () => carol.ask('rooms.join', { roomId });
    },
    'a member':
      async ({ bob, roomId }) =>
      () =>
        bob.ask('rooms.join', { roomId }),
    'who was there before': async ({ bob, roomId }) => {
      await bob.ask('rooms.leave', { roomId });
      return () => bob.ask('rooms.join', { roomId });
    },
  },
  'rooms.leave': {
    'a member':
      async ({ bob, roomId }) =>
      () =>
        bob.ask('rooms.leave', { roomId }),
    'a member in the middle of a call': async ({ alice, bob, roomId }) => {
      await seated(alice, roomId);
      await seated(bob, roomId);
      return () => bob.ask('rooms.leave', { roomId });
    },
    'a member alone in a call': async ({ bob, roomId }) => {
      await seated(bob, roomId);
      return () => bob.ask('rooms.leave', { roomId });
    },
    'a stranger':
      async ({ carol, roomId }) =>
      () =>
        carol.ask('rooms.leave', { roomId }),
  },
  'rooms.add-member': {
    'a stranger':
      async ({ alice, carol, roomId }) =>
      () =>
        alice.ask('rooms.add-member', { roomId, accountId: carol.id }),
    'a member':
      async ({ alice, bob, roomId }) =>
      () =>
        alice.ask('rooms.add-member', { roomId, accountId: bob.id }),
  },
  'rooms.rename': {
    'the owner':
      async ({ alice, roomId }) =>
      () =>
        alice.ask('rooms.rename', { roomId, name: 'Renamed' }),
  },
  'rooms.delete': {
    'the owner':
      async ({ alice, roomId }) =>
      () =>
        alice.ask('rooms.delete', { roomId }),
    'the owner, where people talk': async ({ alice, bob, roomId }) => {
      await seated(bob, roomId);
      return () => alice.ask('rooms.delete', { roomId });
    },
  },

  'chat.post': {
    'the first message':
      async ({ bob, roomId }) =>
      () =>
        post(bob, roomId),
    'a full page': async ({ alice, bob, roomId }) => {
      await posts(alice, roomId, 49);
      return async () => {
        await post(bob, roomId);
        await post(bob, roomId);
      };
    },
    'more than is counted as unread': async ({ alice, roomId }) => {
      await posts(alice, roomId, 99);
      return () => posts(alice, roomId, 3);
    },
    'a retry': async ({ alice, roomId }) => {
      const wish = { roomId, key: newKey(), text: 'Again' };
      await alice.ask('chat.post', wish);
      return () => alice.ask('chat.post', wish);
    },
  },
  'chat.history': {
    'reads it':
      async ({ bob, roomId }) =>
      () =>
        bob.ask('chat.history', { roomId }),
  },
  'chat.mark-read': {
    everything: async ({ alice, bob, roomId }) => {
      await posts(alice, roomId, 3);
      return () => bob.ask('chat.mark-read', { roomId, seq: 1_000 });
    },
    'some of it': async ({ alice, bob, roomId }) => {
      await posts(alice, roomId, 120);
      return () => bob.ask('chat.mark-read', { roomId, seq: 7 });
    },
    backwards: async ({ alice, bob, roomId }) => {
      await posts(alice, roomId, 3);
      await bob.ask('chat.mark-read', { roomId, seq: 4 });
      return () => bob.ask('chat.mark-read', { roomId, seq: 1 });
    },
  },

  'calls.prepare': {
    'reads it':
      async ({ bob }) =>
      () =>
        bob.ask('calls.prepare', {}),
  },
  'calls.join': {
    'the first':
      async ({ bob, roomId }) =>
      () =>
        joinCall(bob, roomId),
    'the second': async ({ alice, bob, roomId }) => {
      await seated(alice, roomId);
      return () => joinCall(bob, roomId);
    },
    'again, from the same session': async ({ bob, roomId }) => {
      await joinCall(bob, roomId);
      return () => joinCall(bob, roomId);
    },
    'in another room, from the same session': async ({ wings, alice, bob, roomId }) => {
      const other = await wings.roomOf(alice, [bob], 'Other');
      await joinCall(bob, roomId);
      return () => joinCall(bob, other.id);
    },
  },
  'calls.rejoin': {
    'a seat that was held': async ({ wings, bob, roomId }) => {
      const { participantId } = await seated(bob, roomId);
      wings.calls.sessionEnded(bob.caller, 'lost');
      return () => bob.ask('calls.rejoin', { participantId });
    },
  },
  'calls.leave': {
    'not the last': async ({ alice, bob, roomId }) => {
      await seated(alice, roomId);
      const { participantId } = await seated(bob, roomId);
      return () => bob.ask('calls.leave', { participantId });
    },
    'the last': async ({ bob, roomId }) => {
      const { participantId } = await seated(bob, roomId);
      return () => bob.ask('calls.leave', { participantId });
    },
  },
  'calls.publish': {
    'a microphone that is muted': async ({ bob, roomId }) => {
      const { participantId } = await joinCall(bob, roomId);
      return () => publish(bob, participantId, 'microphone', true);
    },
  },
  'calls.unpublish': {
    'what others receive': async (cast) => {
      const { alice, roomId } = cast;
      await listening(cast);
      const { participantId } = await joinCall(alice, roomId);
      const { trackId } = await publish(alice, participantId, 'camera');
      return () => alice.ask('calls.unpublish', { participantId, trackId });
    },
  },
  'calls.pause': {
    'and on again': async ({ bob, roomId }) => {
      const seat = await seated(bob, roomId);
      return async () => {
        await bob.ask('calls.pause', { ...seat, isPaused: true });
        await bob.ask('calls.pause', { ...seat, isPaused: true });
      };
    },
  },
  'calls.subscribe': {
    'to what is there': async ({ alice, bob, roomId }) => {
      const { participantId } = await joinCall(bob, roomId);
      const { trackId } = await seated(alice, roomId);
      return () => bob.ask('calls.subscribe', { participantId, trackIds: [trackId] });
    },
  },
  'calls.adjust': {
    'turns it on': async (cast) => {
      const { participantId, subscriptionId } = await listening(cast);
      return () => cast.bob.ask('calls.adjust', { participantId, subscriptionId, isPaused: false, layer: 1 });
    },
  },
  'calls.unsubscribe': {
    'what was subscribed to': async (cast) => {
      const { participantId, subscriptionId } = await listening(cast);
      return () => cast.bob.ask('calls.unsubscribe', { participantId, subscriptionId });
    },
  },
  'calls.restart-ice': {
    'of one transport': async ({ bob, roomId }) => {
      const { participantId } = await joinCall(bob, roomId);
      return () => bob.ask('calls.restart-ice', { participantId, direction: 'send' });
    },
  },
  'rooms.set-role': {
    'a moderator':
      async ({ alice, bob, roomId }) =>
      () =>
        alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'moderator' }),
    'a member again': async ({ alice, bob, roomId }) => {
      await alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'moderator' });
      return () => alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'member' });
    },
    'the owner': async ({ alice, bob, roomId }) => {
      await seated(bob, roomId);
      return () => alice.ask('rooms.set-role', { roomId, accountId: bob.id, role: 'owner' });
    },
  },
  'rooms.set-rights': {
    'of somebody who talks and shares': async ({ alice, bob, roomId }) => {
      const { participantId } = await seated(bob, roomId);
      await publish(bob, participantId, 'screen');
      return () => alice.ask('rooms.set-rights', { roomId, accountId: bob.id, rights: { maySpeak: false, mayShare: false } });
    },
    'given back': async ({ alice, bob, roomId }) => {
      await alice.ask('rooms.set-rights', { roomId, accountId: bob.id, rights: { maySpeak: false, mayShare: false } });
      return () => alice.ask('rooms.set-rights', { roomId, accountId: bob.id, rights: { maySpeak: true, mayShare: false } });
    },
  },
  'rooms.remove-member': {
    'a member':
      async ({ alice, bob, roomId }) =>
      () =>
        alice.ask('rooms.remove-member', { roomId, accountId: bob.id }),
    'a member in the middle of a call': async ({ alice, bob, roomId }) => {
      await seated(alice, roomId);
      await seated(bob, roomId);
      return () => alice.ask('rooms.remove-member', { roomId, accountId: bob.id });
    },
    'a stranger':
      async ({ alice, carol, roomId }) =>
      () =>
        alice.ask('rooms.remove-member', { roomId, accountId: carol.id }),
  },
  'rooms.ban': {
    'a member in the middle of a call': async ({ alice, bob, roomId }) => {
      await seated(alice, roomId);
      await seated(bob, roomId);
      return () => alice.ask('rooms.ban', { roomId, accountId: bob.id });
    },
    'a stranger':
      async ({ alice, carol, roomId }) =>
      () =>
        alice.ask('rooms.ban', { roomId, accountId: carol.id }),
  },
  'rooms.unban': {
    'who comes back then': async ({ alice, bob, roomId }) => {
      await alice.ask('rooms.ban', { roomId, accountId: bob.id });
      return async () => {
        await alice.ask('rooms.unban', { roomId, accountId: bob.id });
        await bob.ask('rooms.join', { roomId });
      };
    },
  },
  'rooms.bans': {
    'reads them': async ({ alice, bob, roomId }) => {
      await alice.ask('rooms.ban', { roomId, accountId: bob.id });
      return () => alice.ask('rooms.bans', { roomId });
    },
  },
  'rooms.lock': {
    'locked, and unlocked again':
      async ({ alice, roomId }) =>
      async () => {
        await alice.ask('rooms.lock', { roomId, isLocked: true });
        await alice.ask('rooms.lock', { roomId, isLocked: true });
        await alice.ask('rooms.lock', { roomId, isLocked: false });
      },
    locked:
      async ({ alice, roomId }) =>
      () =>
        alice.ask('rooms.lock', { roomId, isLocked: true }),
  },
  'calls.turn-off': {
    'a microphone': async ({ alice, bob, roomId }) => {
      const seat = await seated(bob, roomId);
      return () => alice.ask('calls.turn-off', { roomId, ...seat });
    },
    'a screen': async ({ alice, bob, roomId }) => {
      const { participantId } = await joinCall(bob, roomId);
      const { trackId } = await publish(bob, participantId, 'screen');
      return () => alice.ask('calls.turn-off', { roomId, participantId, trackId });
    },
  },
  'calls.mute-all': {
    'where two talk': async ({ alice, bob, roomId }) => {
      await seated(alice, roomId);
      await seated(bob, roomId);
      return () => alice.ask('calls.mute-all', { roomId });
    },
  },
  'calls.ask-on': {
    'somebody who is muted': async ({ alice, bob, roomId }) => {
      const { participantId } = await joinCall(bob, roomId);
      return () => alice.ask('calls.ask-on', { roomId, participantId, source: 'microphone' });
    },
  },
};
