import { z } from 'zod';
import { flag, integer, timestamp } from '../../core/input.ts';
import { tag } from '../tags.ts';
import { flat } from '../wire/xml-shape.ts';
import { configuration } from './configuration.ts';
import { checkLifecycleRules } from './lifecycle-rules.ts';

const size = { ObjectSizeGreaterThan: integer.optional(), ObjectSizeLessThan: integer.optional() };

const STORAGE_CLASSES = [
  'DEEP_ARCHIVE',
  'GLACIER',
  'GLACIER_IR',
  'INTELLIGENT_TIERING',
  'ONEZONE_IA',
  'STANDARD_IA',
] as const;

const rule = z.strictObject({
  ID: z.string().max(255).optional(),
  Prefix: z.string().optional(),
  Filter: z
    .strictObject({
      Prefix: z.string().optional(),
      Tag: tag.optional(),
      ...size,
      And: z
        .strictObject({ Prefix: z.string().optional(), Tags: flat('Tag', tag).optional(), ...size })
        .optional(),
    })
    .optional(),
  Status: z.enum(['Enabled', 'Disabled']),
  Expiration: z
    .strictObject({
      Date: timestamp.optional(),
      Days: integer.optional(),
      ExpiredObjectDeleteMarker: flag.optional(),
    })
    .optional(),
  Transitions: flat(
    'Transition',
    z.strictObject({
      Date: timestamp.optional(),
      Days: integer.optional(),
      StorageClass: z.enum(STORAGE_CLASSES),
    }),
  ).optional(),
  NoncurrentVersionTransitions: flat(
    'NoncurrentVersionTransition',
    z.strictObject({
      NoncurrentDays: integer.optional(),
      StorageClass: z.enum(STORAGE_CLASSES),
      NewerNoncurrentVersions: integer.optional(),
    }),
  ).optional(),
  NoncurrentVersionExpiration: z
    .strictObject({ NoncurrentDays: integer.optional(), NewerNoncurrentVersions: integer.optional() })
    .optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: integer.optional() }).optional(),
});

export type LifecycleRule = z.output<typeof rule>;

/** Stored and given back. Nothing expires here: rules count in days, and this endpoint lives for minutes. */
export const lifecycle = configuration({
  name: 'lifecycle',
  operations: {
    put: 'PutBucketLifecycleConfiguration',
    get: 'GetBucketLifecycleConfiguration',
    delete: 'DeleteBucketLifecycle',
  },
  member: 'LifecycleConfiguration',
  root: 'LifecycleConfiguration',
  schema: z.strictObject({ Rules: flat('Rule', rule) }),
  answersMembers: true,
  missing: { code: 'NoSuchLifecycleConfiguration', message: 'The lifecycle configuration does not exist' },
  check: ({ Rules: rules }) => checkLifecycleRules(rules),
  // S3 names the rules that have no name.
  kept: ({ Rules: rules }, { context }) => ({
    Rules: rules.map((each) => ({ ...each, ID: each.ID ?? context.newId() })),
  }),
});
