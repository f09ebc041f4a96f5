// Which pages may speak to this server: its own. Checked before a socket is opened and before anything is changed over HTTP.
import type { IncomingHttpHeaders } from 'node:http';

export type OriginCheck = (headers: IncomingHttpHeaders) => boolean;

/** With a public address, that origin and no other; without one, whatever host the browser itself asked for. */
export const createOriginCheck =
  (publicUrl: string | null): OriginCheck =>
  ({ origin, host }) => {
    if (!origin || origin === 'null' || !URL.canParse(origin)) return false;
    if (publicUrl) return origin === publicUrl;
    const { protocol, host: originHost } = new URL(origin);
    return (protocol === 'http:' || protocol === 'https:') && originHost === host;
  };
