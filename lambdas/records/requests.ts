import * as z from 'zod';
import { identifier } from '../shared/fields.ts';
import { STRATEGIES } from './storage-strategy.ts';
import { CONTACT_WAYS } from './unknown-fields/codecs.ts';
import type { PlainObject } from './values/plain.ts';

export const SUBJECTS = ['profile', 'order'] as const;
export type Subject = (typeof SUBJECTS)[number];

/** Any JSON object. What is inside is checked against the subject's schema, which names the field at fault. */
const plainObject = z.custom<PlainObject>(
  (value) => z.record(z.string(), z.json()).safeParse(value).success && !namesPrototype(value),
  'must be a JSON object whose names are allowed',
);

const strategy = z.enum(STRATEGIES);
const subject = z.enum(SUBJECTS);
const record = { strategy, subject, id: identifier };
const way = z.enum(CONTACT_WAYS);

const contact = z.object({
  contactId: identifier,
  name: z.string(),
  age: z.int32(),
  email: z.string(),
  tier: z.string(),
  address: z.object({ street: z.string(), city: z.string(), postcode: z.string() }),
});

/** What can be asked for one record at a time, and so many times in a batch. */
const single = [
  z.object({ action: z.literal('put'), ...record, value: plainObject }),
  z.object({ action: z.literal('get'), ...record }),
  z.object({
    action: z.literal('update'),
    ...record,
    update: z.enum(['naive', 'safe']),
    patch: plainObject,
  }),
  /** Rewrites rows of the warehouse to this release's schema: those named, or all. */
  z.object({ action: z.literal('etl'), subject, ids: z.array(identifier).max(10_000).optional() }),
  z.object({ action: z.literal('write-contact'), way, contact }),
  z.object({
    action: z.literal('update-contact'),
    way,
    id: identifier,
    change: z.object({ age: z.int32(), city: z.string() }),
  }),
  z.object({ action: z.literal('read-contact'), way, id: identifier }),
] as const;

export const singleRequest = z.discriminatedUnion('action', single);
export type SingleRequest = z.infer<typeof singleRequest>;

/** Each request of a batch is answered for itself: one that fails keeps no other from being done. */
export const batchRequest = z.object({
  action: z.literal('batch'),
  requests: z.array(z.unknown()).min(1).max(5000),
});

/** A map key `__proto__` sets the prototype of the object that some library makes of it. */
function namesPrototype(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.hasOwn(value, '__proto__') || Object.values(value).some(namesPrototype);
}
