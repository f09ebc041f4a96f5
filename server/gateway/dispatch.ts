// From a frame to a reply: parse by the schema that is filed under the request's name, hand to its handler, answer. Knows no wing.
import type * as z from 'zod';
import type { HouseRole } from '../../protocol/accounts.ts';
import { Refusal, type RefusalBody } from '../../protocol/errors.ts';
import { Ask, type RequestSpec } from '../../protocol/wire.ts';
import type { Caller } from '../caller.ts';
import type { Log } from '../log.ts';
import { refusalOf, toReply } from './replies.ts';
import type { SecurityLog } from './security-log.ts';

export type Reply = { re: number; ok: unknown } | { re: number; no: RefusalBody };

/** Handlers by request name. Typed loosely here; `main.ts` puts it together from tables that are typed by their schemas. */
export type HandlerTable = Record<string, (caller: Caller, body: never) => Promise<unknown>>;

/** null for what is no frame of this protocol. */
export const parseAsk = (text: string): Ask | null => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null; // Not JSON: the socket is closed with a code that says so.
  }
  const ask = Ask.safeParse(value);
  return ask.success ? ask.data : null;
};

export const parseBody = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> => {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw refusalOf(parsed.error);
  return parsed.data;
};

/** `mayAsk`: whether a caller of that role in the house may ask such a thing at all; who may do it where and to whom is the wings' to say. */
export const createDispatch = (
  specs: Record<string, RequestSpec>,
  handlers: HandlerTable,
  mayAsk: (name: string, role: HouseRole) => boolean,
  log: Log,
  security: SecurityLog,
) => {
  const table = new Map(Object.entries(specs).map(([name, spec]) => [name, { spec, handle: handlers[name]! }]));
  return async (caller: Caller, { id, ask, body }: Ask): Promise<Reply> => {
    try {
      const entry = table.get(ask);
      if (!entry) throw new Refusal('bad-request', `there is no request named ${JSON.stringify(ask)}`);
      if (!mayAsk(ask, caller.role)) throw new Refusal('not-allowed', 'your role in this house does not allow this');
      return { re: id, ok: await entry.handle(caller, parseBody(entry.spec.body, body) as never) };
    } catch (error) {
      if (error instanceof Refusal) security.refused({ what: ask, accountId: caller.accountId }, error.code);
      return { re: id, no: toReply(error, log, ask) };
    }
  };
};
