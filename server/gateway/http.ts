// The HTTP edge: the page, its headers, and JSON routes that are parsed by their schemas like requests on the socket. Every answer, errors
// included, carries the same security headers.
import { access } from 'node:fs/promises';
import fastifyHelmet from '@fastify/helmet';
import fastifyStatic from '@fastify/static';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { REFUSALS, Refusal, type RefusalBody } from '../../protocol/errors.ts';
import type { RequestSpec } from '../../protocol/wire.ts';
import type { Clock } from '../clock.ts';
import type { Log } from '../log.ts';
import { parseBody } from './dispatch.ts';
import { createBuckets, type Rate } from '../limits.ts';
import { networkOf, type AddressOf } from './networks.ts';
import type { OriginCheck } from './origins.ts';
import { addRawRoutes, type RawRoute } from './raw-routes.ts';
import { toReply } from './replies.ts';
import type { SecurityLog } from './security-log.ts';

/** `origin`: of the page that asks, one of ours; none where no page asks. */
export type HttpVisitor = { cookie: string | undefined; userAgent: string | undefined; network: string; origin: string | undefined };

export type HttpRoute = {
  path: string;
  method: 'GET' | 'POST';
  body: RequestSpec['body'];
  /** By network, and by what `subjectOf` finds in the body (an account's address), each with its own bucket. */
  rate: Rate;
  subject?: { rate: Rate; of(body: unknown): string };
  /** How it ended is written to the log, with the network and the account. */
  isLogged?: boolean;
  handle(visitor: HttpVisitor, body: unknown): Promise<{ reply: unknown; setCookie: string[] }>;
};

export type Health = { status: 'ok' | 'down'; [part: string]: unknown };

type Needs = {
  log: Log;
  clock: Clock;
  addressOf: AddressOf;
  isOwnOrigin: OriginCheck;
  isHttps: boolean;
  /** The built page. */
  pageFolder: string;
  security: SecurityLog;
  routes: HttpRoute[];
  rawRoutes: RawRoute[];
  health(): Promise<Health>;
};

const BODY_BYTES = 64 * 1024;
const YEAR_S = 365 * 24 * 60 * 60;

const sendRefusal = (reply: FastifyReply, body: RefusalBody, status: number = REFUSALS[body.code].status) => {
  if (body.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(body.retryAfterMs / 1000));
  return reply.code(status).header('cache-control', 'no-store').send(body);
};

const addHeaders = async (app: FastifyInstance, isHttps: boolean) => {
  const self = ["'self'"];
  const none = ["'none'"];
  await app.register(fastifyHelmet, {
    global: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': none,
        'script-src': self,
        'worker-src': self,
        'style-src': self,
        'img-src': [...self, 'blob:', 'data:'],
        'media-src': [...self, 'blob:'],
        'font-src': self,
        'connect-src': self,
        'manifest-src': self,
        'base-uri': none,
        'object-src': none,
        'form-action': self,
        'frame-ancestors': none,
        'require-trusted-types-for': ["'script'"],
      },
    },
    // Says "never speak http to this name again": only where the operator serves https.
    strictTransportSecurity: isHttps ? { maxAge: 2 * YEAR_S, includeSubDomains: false } : false,
    referrerPolicy: { policy: 'no-referrer' },
    crossOriginOpenerPolicy: isHttps ? { policy: 'same-origin' } : false,
    originAgentCluster: isHttps,
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('permissions-policy', 'camera=(self), microphone=(self), display-capture=(self), geolocation=(), payment=(), usb=()');
  });
};

/** Whom an answer is about, where it says so. */
const accountIn = (answer: unknown): string | undefined => (answer as { account?: { id: string } | null }).account?.id;

/** Foreign pages can neither change anything nor read the answer; a form or a script of theirs names itself in these headers. */
const isForeign = (request: FastifyRequest, isOwnOrigin: OriginCheck): boolean => {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined && site !== 'same-origin' && site !== 'none') return true;
  return request.headers.origin !== undefined && !isOwnOrigin(request.headers);
};

/** fastify answers an address that cannot be decoded by itself, without our headers: it is led to where nothing is. */
const readableUrl = (url: string): string => {
  try {
    decodeURIComponent(url.split('?')[0]!);
    return url;
  } catch {
    return '/api/unreadable';
  }
};

export const createHttp = async (needs: Needs): Promise<FastifyInstance> => {
  const { log, clock, security, addressOf, isOwnOrigin, isHttps, pageFolder, routes, rawRoutes, health } = needs;
  const app = fastify({
    bodyLimit: BODY_BYTES,
    logger: false,
    forceCloseConnections: true,
    requestTimeout: 30_000,
    rewriteUrl: ({ url }) => readableUrl(url ?? '/'),
  });
  await addHeaders(app, isHttps);

  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    const status = error.statusCode;
    // fastify's own: not JSON, too large, a forbidden key, a path that cannot be decoded.
    if (status !== undefined && status >= 400 && status < 500) {
      return sendRefusal(reply, { code: 'bad-request', message: error.message.slice(0, 200) }, status);
    }
    return sendRefusal(reply, toReply(error, log, `${request.method} ${request.routeOptions.url ?? ''}`));
  });

  app.get('/health', async (_request, reply) => {
    const state = await health();
    return reply
      .code(state.status === 'ok' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(state);
  });

  const toVisitor = ({ headers }: FastifyRequest, network: string): HttpVisitor => ({
    cookie: headers.cookie,
    userAgent: headers['user-agent'],
    network,
    origin: isOwnOrigin(headers) ? headers.origin : undefined,
  });

  for (const { path, method, body: schema, rate, subject, isLogged = false, handle } of routes) {
    const byNetwork = createBuckets(rate);
    const bySubject = subject && createBuckets(subject.rate);
    app.route({
      method,
      url: path,
      async handler(request, reply) {
        const network = networkOf(addressOf(request.raw));
        try {
          if (isForeign(request, isOwnOrigin)) throw new Refusal('not-allowed', 'this request comes from another site');
          const body = parseBody(schema, method === 'GET' ? {} : request.body);
          const now = clock.now();
          const waitMs = byNetwork.take(network, now) || (subject && bySubject ? bySubject.take(subject.of(body), now) : 0);
          if (waitMs > 0) throw new Refusal('too-many', 'too many tries', waitMs);
          const { reply: answer, setCookie } = await handle(toVisitor(request, network), body);
          if (isLogged) security.passed({ what: path, network, accountId: accountIn(answer) });
          if (setCookie.length > 0) reply.header('set-cookie', setCookie);
          return await reply.header('cache-control', 'no-store').send(answer);
        } catch (error) {
          if (error instanceof Refusal) security.refused({ what: path, network }, error.code);
          throw error;
        }
      },
    });
  }

  await addRawRoutes(app, rawRoutes, ({ rate, isOpen = false }) => {
    const byNetwork = createBuckets(rate);
    return (request) => {
      if (!isOpen && isForeign(request, isOwnOrigin)) throw new Refusal('not-allowed', 'this request comes from another site');
      const network = networkOf(addressOf(request.raw));
      const waitMs = byNetwork.take(network, clock.now());
      if (waitMs > 0) throw new Refusal('too-many', 'too many tries', waitMs);
      return toVisitor(request, network);
    };
  });
  await addPage(app, pageFolder, log);
  return app;
};

/** Hashed files for a year; the page itself is asked for each time. Every address that is no file is the page, which knows its own routes. */
const addPage = async (app: FastifyInstance, folder: string, log: Log) => {
  const hasPage = await access(`${folder}/index.html`).then(
    () => true,
    () => false,
  );
  if (hasPage) {
    await app.register(fastifyStatic, {
      root: folder,
      index: false,
      wildcard: false,
      preCompressed: true,
      cacheControl: false,
      setHeaders(response, path) {
        response.header('cache-control', path.includes('/assets/') ? `public, max-age=${YEAR_S}, immutable` : 'no-cache');
      },
    });
  } else {
    log.warn({ folder }, 'the page is not built: run npm start, or npm run build');
  }
  app.setNotFoundHandler((request, reply) => {
    const isPage =
      request.method === 'GET' &&
      hasPage &&
      !/^\/(api|assets)(\/|$)/.test(request.url) &&
      /text\/html|\*\/\*/.test(request.headers.accept ?? '*/*');
    if (isPage) return reply.sendFile('index.html');
    return sendRefusal(reply, { code: 'not-found', message: 'there is nothing at this address' });
  });
};
