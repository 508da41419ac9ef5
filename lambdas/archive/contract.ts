import * as z from 'zod';
import { FORMATS } from './formats/formats.ts';

/** Where all objects of exports are; the function may touch no others. */
export const EXPORTS = 'exports/';

/** A key of the table that is exported: where a scan goes on. */
const key = z.strictObject({ pk: z.string(), sk: z.string() });
export type Key = z.infer<typeof key>;

/** What an export is of; made by `begin`, given back with every further request. */
const plan = z.strictObject({
  /** Of every object of the export: `exports/<table>/<subject>/<id>/`. */
  prefix: z.string().startsWith(EXPORTS),
  table: z.string(),
  subject: z.string(),
  /** The version that rows become, and its fingerprint. */
  version: z.int().positive(),
  fingerprint: z.string(),
  formats: z.array(z.enum(FORMATS)).min(1),
  /** Only items whose partition key begins so. */
  keyPrefix: z.string().min(1).optional(),
  /** Only rows that changed at this time or later; absent in a full export. */
  since: z.iso.datetime().optional(),
  /** The manifest that `since` comes from. */
  previous: z.string().optional(),
  /** When the export began. What changed later may be in it, and is for the next in any case. */
  until: z.iso.datetime(),
});
export type Plan = z.infer<typeof plan>;

/** One object beside the manifest. */
export const archivedFile = z.strictObject({
  name: z.string(),
  format: z.enum([...FORMATS, 'rejected']),
  rows: z.int().min(0),
  bytes: z.int().min(0),
  sha256: z.string(),
});
export type ArchivedFile = z.infer<typeof archivedFile>;

/** What one invocation did: a part of a segment, in files that are whole by themselves. */
const part = z.strictObject({
  segment: z.int().min(0),
  part: z.int().min(0),
  rows: z.int().min(0),
  rejected: z.int().min(0),
  /** Items of the subject that hold no Avro record: they are stored in another form, and are in no file. */
  skipped: z.int().min(0).default(0),
  /** Versions whose rows were seen, rising. */
  writers: z.array(z.int()),
  files: z.array(archivedFile),
  /** Where the next part of the segment begins; absent once the segment is done. */
  next: key.optional(),
});
export type Part = z.infer<typeof part>;

export const request = z.discriminatedUnion('action', [
  z.strictObject({
    action: z.literal('begin'),
    table: z.string().min(1),
    subject: z.string().min(1),
    /** By default the newest that can read every version there is, and where there is none, the latest. */
    version: z.int().positive().optional(),
    formats: z.array(z.enum(FORMATS)).min(1),
    keyPrefix: z.string().min(1).optional(),
    /** The key of a manifest: export only what changed since then. */
    since: z.string().startsWith(EXPORTS).optional(),
  }),
  z.strictObject({
    action: z.literal('part'),
    plan,
    segment: z.int().min(0),
    segments: z.int().min(1).max(1_000_000),
    part: z.int().min(0),
    from: key.optional(),
    /** After this long the part ends, even when its segment goes on; never beyond the function's own timeout. */
    seconds: z.number().positive().optional(),
  }),
  z.strictObject({ action: z.literal('finish'), plan, parts: z.array(part) }),
  z.strictObject({ action: z.literal('verify'), manifest: z.string().startsWith(EXPORTS) }),
]);
export type Request = z.infer<typeof request>;

/** Written last: an export without one is not finished. */
export const manifest = z.strictObject({
  manifestVersion: z.literal(1),
  table: z.string(),
  subject: z.string(),
  keyPrefix: z.string().nullable(),
  schema: z.strictObject({ version: z.int(), fingerprint: z.string() }),
  changes: z.strictObject({
    since: z.iso.datetime().nullable(),
    until: z.iso.datetime(),
    previous: z.string().nullable(),
  }),
  /** In each format. */
  rows: z.int().min(0),
  rejected: z.int().min(0),
  /** Items of the subject that hold no Avro record; absent in manifests of before they were counted. */
  skipped: z.int().min(0).default(0),
  /** The range of versions that rows were written with; null when there was none. */
  writers: z.strictObject({ oldest: z.int(), newest: z.int() }).nullable(),
  files: z.array(archivedFile),
});
export type Manifest = z.infer<typeof manifest>;
