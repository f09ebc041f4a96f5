// Asking over HTTP: what sets a cookie, or is asked by somebody who is signed out, and what has to do with secrets. Answers as the socket
// does: with the reply, `Refused` or `Lost`. Nothing is ever in the address but the request's own name.
import { REFUSALS, type RefusalBody } from '../../protocol/errors.ts';
import type { routes } from '../../protocol/protocol.ts';
import type { BodyOf, ReplyOf, RequestSpec } from '../../protocol/wire.ts';
import { Lost, Refused } from './connection.ts';

type Families = typeof routes;
type Spec<Family extends keyof Families, Name extends keyof Families[Family]> = Extract<Families[Family][Name], RequestSpec>;

export type AskHttp = <Family extends keyof Families, Name extends keyof Families[Family] & string>(
  family: Family,
  name: Name,
  body: BodyOf<Spec<Family, Name>>,
) => Promise<ReplyOf<Spec<Family, Name>>>;

const GETS = new Set(['accounts/me', 'accounts/security']);

export const createHttp = (fetch: (path: string, init: RequestInit) => Promise<Response>): AskHttp => {
  const ask = async (family: string, name: string, body: unknown): Promise<unknown> => {
    const init: RequestInit = GETS.has(`${family}/${name}`)
      ? { method: 'GET' }
      : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
    const response = await fetch(`/api/${family}/${name}`, { ...init, credentials: 'same-origin', cache: 'no-store' }).catch(() => {
      throw new Lost();
    });
    const reply: unknown = await response.json().catch(() => null);
    if (response.ok && reply !== null) return reply;
    if (isRefusal(reply)) throw new Refused(reply.code, reply.message, reply.retryAfterMs);
    // A proxy in between answered with a page of its own.
    throw response.status >= 500 ? new Lost() : new Refused('internal', `HTTP ${response.status}`);
  };
  return ask as AskHttp;
};

export const isRefusal = (reply: unknown): reply is RefusalBody =>
  typeof reply === 'object' && reply !== null && 'code' in reply && typeof reply.code === 'string' && Object.hasOwn(REFUSALS, reply.code);

/** The page's own. */
export const askHttp: AskHttp = createHttp((path, init) => fetch(path, init));
