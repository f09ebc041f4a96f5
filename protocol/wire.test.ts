// The wire, pinned: nothing of what page and server say to each other changes by accident.
import { createHash } from 'node:crypto';
import { expect, it } from 'vitest';
import * as z from 'zod';
import { CLOSE, LIMITS, PROTOCOL_VERSION } from './constants.ts';
import { REFUSALS } from './errors.ts';
import { accountStream, requests, roomStream, routes, signals } from './protocol.ts';
import { Ask } from './wire.ts';

const PINNED = '1d5c3673a10d3687';

/** Keys in order, so that moving lines about changes nothing. */
const sorted = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).filter(([key]) => key !== '$schema');
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)]));
};
const shapeOf = (schema: z.ZodType) => z.toJSONSchema(schema, { unrepresentable: 'any', io: 'input' });
const shapesOf = (family: Record<string, z.ZodType>) =>
  Object.fromEntries(Object.entries(family).map(([name, schema]) => [name, shapeOf(schema)]));
const requestsOf = (family: Record<string, { body: z.ZodType; reply: z.ZodType }>) =>
  Object.fromEntries(Object.entries(family).map(([name, { body, reply }]) => [name, { body: shapeOf(body), reply: shapeOf(reply) }]));

const wire = {
  version: PROTOCOL_VERSION,
  ask: shapeOf(Ask),
  routes: Object.fromEntries(Object.entries(routes).map(([folder, family]) => [folder, requestsOf(family)])),
  requests: requestsOf(requests),
  roomStream: shapesOf(roomStream),
  accountStream: shapesOf(accountStream),
  signals: shapesOf(signals),
  refusals: REFUSALS,
  closeCodes: CLOSE,
  limits: LIMITS,
};

const hashOf = (value: unknown): string =>
  createHash('sha256')
    .update(JSON.stringify(sorted(value)))
    .digest('hex')
    .slice(0, 16);

it('W7: the schemas are the ones that were agreed on', () => {
  const help = [
    'The wire has changed. By accident: undo it. On purpose: if a page of before cannot talk to a server of now, or the other way round,',
    'raise PROTOCOL_VERSION in protocol/constants.ts (pages then reload by themselves); then write the new hash into PINNED.',
  ].join(' ');
  expect(hashOf(wire), help).toBe(PINNED);
});

it('W7: the hash notices what matters, and nothing else', () => {
  const strict = z.strictObject({ a: z.string().max(3), b: z.int().optional() });
  const same = z.strictObject({ b: z.int().optional(), a: z.string().max(3) });
  const others = [
    z.strictObject({ a: z.string().max(4), b: z.int().optional() }),
    z.strictObject({ a: z.string().max(3), b: z.int() }),
    z.strictObject({ a: z.string().max(3) }),
    z.strictObject({ a: z.string().max(3), c: z.int().optional() }),
    z.object({ a: z.string().max(3), b: z.int().optional() }),
  ];
  expect(hashOf(shapeOf(same))).toBe(hashOf(shapeOf(strict)));
  expect(new Set([strict, ...others].map((schema) => hashOf(shapeOf(schema)))).size).toBe(6);
});
