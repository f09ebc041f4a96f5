// Accounts on the wire: the HTTP routes that set cookies, and the requests on the socket.
import type { accountRequests, accountRoutes } from '../../protocol/accounts.ts';
import type { Handlers, ReplyOf } from '../../protocol/wire.ts';
import type * as z from 'zod';
import type { Caller } from '../caller.ts';
import type { Accounts } from './accounts.ts';
import type { Visitor } from './auth.ts';
import type { Pictures } from './pictures.ts';
import type { Profiles } from './profiles.ts';

export const accountHandlers = (accounts: Accounts, profiles: Profiles, pictures: Pictures): Handlers<typeof accountRequests, Caller> => ({
  'accounts.find': async (_caller, { text }) => ({ accounts: await accounts.find(text) }),
  'accounts.change-profile': async ({ accountId }, said) => ({ me: await profiles.changeProfile(accountId, said) }),
  'accounts.set-status': async ({ accountId }, { status }) => ({ me: await profiles.setStatus(accountId, status) }),
  'accounts.remove-picture': async ({ accountId }) => ({ me: await pictures.remove(accountId) }),
});

type Routes = typeof accountRoutes;
export type AccountRouteHandlers = {
  [Name in keyof Routes]: (
    visitor: Visitor,
    body: z.output<Routes[Name]['body']>,
  ) => Promise<{ reply: ReplyOf<Routes[Name]>; setCookie: string[] }>;
};

export const accountRouteHandlers = (accounts: Accounts): AccountRouteHandlers => ({
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
  async 'second-factor'(visitor, { kind, code }) {
    const { account, setCookie } = await accounts.giveSecondFactor(visitor, kind, code);
    return { reply: { account }, setCookie };
  },
  async 'passkey-options'(visitor) {
    const { options, setCookie } = await accounts.askPasskey(visitor);
    return { reply: { options }, setCookie };
  },
  async 'passkey-sign-in'(visitor, { answer }) {
    const { account, setCookie } = await accounts.signInWithPasskey(visitor, answer);
    return { reply: { account }, setCookie };
  },
  async 'openid-start'(visitor, body) {
    const { url, setCookie } = await accounts.startOpenId(visitor, body);
    return { reply: { url }, setCookie };
  },
  async forgot(_visitor, { email }) {
    accounts.forgot(email);
    return { reply: {}, setCookie: [] };
  },
  async reset(_visitor, { secret, password }) {
    await accounts.reset(secret, password);
    return { reply: {}, setCookie: [] };
  },
  async 'confirm-email'(visitor, { secret }) {
    await accounts.confirmEmail(visitor, secret);
    return { reply: {}, setCookie: [] };
  },
  async security(visitor) {
    return { reply: { security: await accounts.security(visitor) }, setCookie: [] };
  },
  async 'change-password'(visitor, { password, next }) {
    await accounts.changePassword(visitor, password, next);
    return { reply: {}, setCookie: [] };
  },
  async 'change-email'(visitor, { password, email }) {
    return { reply: await accounts.changeEmail(visitor, password, email), setCookie: [] };
  },
  async 'send-confirmation'(visitor) {
    await accounts.sendConfirmation(visitor);
    return { reply: {}, setCookie: [] };
  },
  async 'totp-begin'(visitor, { password }) {
    const { uri, setCookie } = await accounts.beginTotp(visitor, password);
    return { reply: { uri }, setCookie };
  },
  async 'totp-confirm'(visitor, { code }) {
    const { codes, setCookie } = await accounts.confirmTotp(visitor, code);
    return { reply: { codes }, setCookie };
  },
  async 'totp-end'(visitor, { password }) {
    await accounts.endTotp(visitor, password);
    return { reply: {}, setCookie: [] };
  },
  async 'backup-codes'(visitor, { password }) {
    return { reply: { codes: await accounts.renewBackupCodes(visitor, password) }, setCookie: [] };
  },
  async 'passkey-begin'(visitor, { password }) {
    const { options, setCookie } = await accounts.beginPasskey(visitor, password);
    return { reply: { options }, setCookie };
  },
  async 'passkey-add'(visitor, { name, answer }) {
    return { reply: { passkey: await accounts.addPasskey(visitor, name, answer) }, setCookie: [] };
  },
  async 'passkey-rename'(visitor, { id, name }) {
    await accounts.renamePasskey(visitor, id, name);
    return { reply: {}, setCookie: [] };
  },
  async 'passkey-remove'(visitor, { id, password }) {
    await accounts.removePasskey(visitor, id, password);
    return { reply: {}, setCookie: [] };
  },
  async 'end-sign-ins'(visitor, { id }) {
    await accounts.endOwnSignIns(visitor, id);
    return { reply: {}, setCookie: [] };
  },
  async delete(visitor, { password }) {
    const { setCookie } = await accounts.deleteAccount(visitor, password);
    return { reply: {}, setCookie };
  },
});
