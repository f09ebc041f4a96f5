// Accounts on the wire: the HTTP routes that set cookies, and the requests on the socket.
import type { accountRequests, accountRoutes } from '../../protocol/accounts.ts';
import type { Handlers, ReplyOf } from '../../protocol/wire.ts';
import type * as z from 'zod';
import type { Caller } from '../caller.ts';
import type { Accounts } from './accounts.ts';
import type { Visitor } from './auth.ts';

export const accountHandlers = (accounts: Accounts): Handlers<typeof accountRequests, Caller> => ({
  'accounts.find': async (_caller, { text }) => ({ accounts: await accounts.find(text) }),
});

type Routes = typeof accountRoutes;
export type AccountRoutes = {
  [Name in keyof Routes]: (
    visitor: Visitor,
    body: z.output<Routes[Name]['body']>,
  ) => Promise<{ reply: ReplyOf<Routes[Name]>; setCookie: string[] }>;
};

export const accountRouteHandlers = (accounts: Accounts): AccountRoutes => ({
  async create(visitor, body) {
    const { account, setCookie } = await accounts.create(visitor, body);
    return { reply: { account }, setCookie };
  },
  async 'sign-in'(visitor, body) {
    const { account, setCookie } = await accounts.signIn(visitor, body);
    return { reply: { account }, setCookie };
  },
  async 'sign-out'(visitor) {
    const { setCookie } = await accounts.signOut(visitor);
    return { reply: {}, setCookie };
  },
  async me(visitor) {
    const { setCookie, ...reply } = await accounts.me(visitor);
    return { reply, setCookie };
  },
});
