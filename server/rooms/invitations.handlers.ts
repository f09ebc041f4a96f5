// Invitations on the wire: those who invite ask over the socket, and so does who accepts with an account; the others over HTTP.
import type { invitationRequests, invitationRoutes } from '../../protocol/invitations.ts';
import type { Handlers, ReplyOf } from '../../protocol/wire.ts';
import type * as z from 'zod';
import type { Caller } from '../caller.ts';
import type { Visitor } from './arriving.ts';
import type { Rooms } from './rooms.ts';

type Wing = Pick<Rooms, 'invitations' | 'arriving'>;

export const invitationHandlers = ({ invitations, arriving }: Wing): Handlers<typeof invitationRequests, Caller> => ({
  'invitations.create': async (caller, wish) => ({ invitation: await invitations.create(caller, wish) }),
  'invitations.list': async (caller, { roomId }) => ({ invitations: await invitations.list(caller, roomId) }),
  'invitations.revoke': async (caller, { invitationId, removePeople }) => ({
    removed: await invitations.revoke(caller, invitationId, removePeople),
  }),
  'invitations.accept': (caller, { secret }) => arriving.accept(caller, secret),
});

type Routes = typeof invitationRoutes;
export type InvitationRouteHandlers = {
  [Name in keyof Routes]: (
    visitor: Visitor,
    body: z.output<Routes[Name]['body']>,
  ) => Promise<{ reply: ReplyOf<Routes[Name]>; setCookie: string[] }>;
};

export const invitationRouteHandlers = ({ arriving }: Wing): InvitationRouteHandlers => ({
  look: async (visitor, { secret }) => ({ reply: { card: await arriving.look(visitor, secret) }, setCookie: [] }),
  async enter(visitor, { secret, name }) {
    const { setCookie, ...reply } = await arriving.enter(visitor, secret, name);
    return { reply, setCookie };
  },
});
