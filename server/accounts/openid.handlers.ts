// The way back from the OpenID provider: the one address that a browser is led to from another site. Answers with where to go, and nothing to show.
import type { Accounts } from './accounts.ts';
import { CALLBACK_PATH } from './openid.ts';
import type { Visitor } from './auth.ts';

type Answer = { status: number; headers: Record<string, string>; setCookie: readonly string[] };

export type OpenIdHandlers = ReturnType<typeof openIdHandlers>;

export const openIdHandlers = ({ finishOpenId }: Pick<Accounts, 'finishOpenId'>) => ({
  path: CALLBACK_PATH,
  async finish(visitor: Visitor, { query }: { query: URLSearchParams }): Promise<Answer> {
    const { location, setCookie } = finishOpenId ? await finishOpenId(visitor, query) : { location: '/sign-in', setCookie: [] };
    return { status: 303, headers: { location }, setCookie };
  },
});
