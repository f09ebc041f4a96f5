// Routes whose body or answer is no JSON: pictures, and redirects that a browser follows. They pass the same guards as every other; what of the
// body is read, and how much, is the handler's to say once it knows who asks: nothing is kept for strangers.
import type { Readable } from 'node:stream';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { Refusal } from '../../protocol/errors.ts';
import type { Rate } from '../limits.ts';
import type { HttpVisitor } from './http.ts';

export type RawRequest = {
  /** What the path has in the place of `:name`, decoded. */
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  /** Without parameters, in lower case; '' for none. What the sender says it is, and no more. */
  contentType: string;
  /** The body, once. Refuses as `too-large` as soon as it is longer. */
  read(maxBytes: number): Promise<Buffer>;
};

/** 200, `no-store`, and an empty body where nothing else is said. */
export type RawAnswer = {
  status?: number;
  headers?: Readonly<Record<string, string>>;
  setCookie?: readonly string[];
  body?: Buffer | string;
};

export type RawRoute = {
  /** `:name` stands for one part of the path. */
  path: string;
  method: 'GET' | 'POST';
  /** By network. */
  rate: Rate;
  /** Pages of other sites may lead here, by a link or a redirect: whoever comes has proved nothing by coming. */
  isOpen?: true;
  handle(visitor: HttpVisitor, request: RawRequest): Promise<RawAnswer>;
};

const tooLarge = (maxBytes: number) => new Refusal('too-large', `more than ${maxBytes} bytes`);

const readBody = async (request: FastifyRequest, maxBytes: number): Promise<Buffer> => {
  const stream = request.body as Readable | undefined;
  if (!stream) return Buffer.alloc(0);
  if (Number(request.headers['content-length'] ?? 0) > maxBytes) throw tooLarge(maxBytes);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    // Left open when it is too long: whoever sends can still be told so.
    for await (const chunk of stream.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw tooLarge(maxBytes);
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('bad-request', 'the body ended before its end');
  }
  return Buffer.concat(chunks);
};

const toRawRequest = (request: FastifyRequest): RawRequest => ({
  params: request.params as Record<string, string>,
  query: new URL(request.url, 'http://route').searchParams,
  contentType: (request.headers['content-type'] ?? '').split(';')[0]!.trim().toLowerCase(),
  read: (maxBytes) => readBody(request, maxBytes),
});

/** `guard` refuses, or answers who visits. */
export const addRawRoutes = async (
  app: FastifyInstance,
  routes: readonly RawRoute[],
  guard: (route: RawRoute) => (request: FastifyRequest) => HttpVisitor,
): Promise<void> => {
  // A world of its own: what is a body of any type here stays unreadable to the JSON routes.
  await app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    for (const route of routes) {
      const visitorOf = guard(route);
      scope.route({
        method: route.method,
        url: route.path,
        async handler(request: FastifyRequest, reply: FastifyReply) {
          const visitor = visitorOf(request);
          const { status = 200, headers = {}, setCookie = [], body = '' } = await route.handle(visitor, toRawRequest(request));
          if (setCookie.length > 0) reply.header('set-cookie', setCookie);
          return reply
            .code(status)
            .headers({ 'cache-control': 'no-store', ...headers })
            .send(body);
        },
      });
    }
  });
};
