// The situations that Admin's requests are tried in (law.scenarios.testing.ts has all others). Alice owns the house; whatever is done to Bob
// is taken back, because the others' situations come after.
import type { adminRequests } from '../protocol/admin.ts';
import { joinCall, type Scenario } from './law.cast.testing.ts';

export const adminScenarios: Record<keyof typeof adminRequests, Record<string, Scenario>> = {
  'admin.people': {
    'reads it':
      async ({ alice }) =>
      () =>
        alice.ask('admin.people', { text: '', show: 'all' }),
  },
  'admin.set-role': {
    'an admin, for a while':
      async ({ alice, bob }) =>
      async () => {
        await alice.ask('admin.set-role', { accountId: bob.id, role: 'admin' });
        await alice.ask('admin.set-role', { accountId: bob.id, role: 'member' });
      },
    'the house, and back again':
      async ({ alice, bob }) =>
      async () => {
        await alice.ask('admin.set-role', { accountId: bob.id, role: 'owner' });
        await bob.ask('admin.set-role', { accountId: alice.id, role: 'owner' });
        await alice.ask('admin.set-role', { accountId: bob.id, role: 'member' });
      },
  },
  'admin.suspend': {
    'a member, for a while':
      async ({ alice, bob }) =>
      async () => {
        await alice.ask('admin.suspend', { accountId: bob.id, isSuspended: true });
        await alice.ask('admin.suspend', { accountId: bob.id, isSuspended: false });
      },
  },
  'admin.sign-ins': {
    'reads it':
      async ({ alice, bob }) =>
      () =>
        alice.ask('admin.sign-ins', { accountId: bob.id }),
  },
  'admin.end-sign-ins': {
    'all of a member':
      async ({ alice, bob }) =>
      () =>
        alice.ask('admin.end-sign-ins', { accountId: bob.id, id: null }),
  },
  'admin.recovery-requests': {
    'reads it':
      async ({ alice }) =>
      () =>
        alice.ask('admin.recovery-requests', {}),
  },
  'admin.make-link': {
    'for a member':
      async ({ alice, bob }) =>
      () =>
        alice.ask('admin.make-link', { accountId: bob.id }),
  },
  'admin.dismiss-request': {
    'of somebody who asked nothing':
      async ({ alice, bob }) =>
      () =>
        alice.ask('admin.dismiss-request', { accountId: bob.id }),
  },
  'admin.rooms': {
    'reads it':
      async ({ alice }) =>
      () =>
        alice.ask('admin.rooms', { text: '' }),
  },
  'admin.delete-room': {
    'whose owner is somebody else': async ({ wings, alice, bob, carol }) => {
      const { id: roomId } = await wings.roomOf(bob, [carol], 'Theirs', 'private');
      return () => alice.ask('admin.delete-room', { roomId });
    },
    'where people talk': async ({ alice, bob, roomId }) => {
      await joinCall(bob, roomId);
      return () => alice.ask('admin.delete-room', { roomId });
    },
  },
  'admin.invitations': {
    'reads it':
      async ({ alice }) =>
      () =>
        alice.ask('admin.invitations', {}),
  },
  'admin.settings': {
    'reads it':
      async ({ alice }) =>
      () =>
        alice.ask('admin.settings', {}),
  },
  'admin.change-settings': {
    'who may sign up': async ({ alice }) => {
      const { settings } = await alice.ask('admin.settings', {});
      return async () => {
        await alice.ask('admin.change-settings', { settings: { ...settings, signUp: { kind: 'closed' } } });
        await alice.ask('admin.change-settings', { settings });
      };
    },
  },
  'admin.state': {
    'reads it':
      async ({ alice }) =>
      () =>
        alice.ask('admin.state', {}),
  },
  'admin.audit': {
    'reads it':
      async ({ alice }) =>
      () =>
        alice.ask('admin.audit', {}),
  },
};
