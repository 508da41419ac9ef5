import { z } from 'zod';
import { flag, integer, timestamp } from '../../core/input.ts';
import { tag } from '../tags.ts';
import { flat } from '../wire/xml-shape.ts';

const size = { ObjectSizeGreaterThan: integer.optional(), ObjectSizeLessThan: integer.optional() };

const STORAGE_CLASSES = [
  'DEEP_ARCHIVE',
  'GLACIER',
  'GLACIER_IR',
  'INTELLIGENT_TIERING',
  'ONEZONE_IA',
  'STANDARD_IA',
] as const;

export const lifecycleRule = z.strictObject({
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

export type LifecycleRule = z.output<typeof lifecycleRule>;
