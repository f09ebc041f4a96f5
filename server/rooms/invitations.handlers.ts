// Invitations on the wire.
import { Refusal } from '../../protocol/errors.ts';
import type { invitationRequests, invitationRoutes } from '../../protocol/invitations.ts';
import type { Handlers, ReplyOf } from '../../protocol/wire.ts';
import type * as z from 'zod';
import type { Caller } from '../caller.ts';

const notYet = async (): Promise<never> => {
  throw new Refusal('unavailable', 'not built yet');
};

export const invitationHandlers = (): Handlers<typeof invitationRequests, Caller> => ({
  'invitations.create': notYet,
  'invitations.list': notYet,
  'invitations.revoke': notYet,
  'invitations.accept': notYet,
});

/** Whose browser asks over HTTP: what the gateway knows of it. */
type Visitor = { cookie: string | undefined; userAgent: string | undefined; network: string };

type Routes = typeof invitationRoutes;
export type InvitationRouteHandlers = {
  [Name in keyof Routes]: (
    visitor: Visitor,
    body: z.output<Routes[Name]['body']>,
  ) => Promise<{ reply: ReplyOf<Routes[Name]>; setCookie: string[] }>;
};

export const invitationRouteHandlers = (): InvitationRouteHandlers => ({ look: notYet, enter: notYet });
