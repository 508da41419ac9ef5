import { z } from 'zod';
import { flag, integer, timestamp } from '../../core/input.ts';
import { s3Error } from '../errors.ts';
import { tag } from '../tags.ts';
import { flat } from '../wire/xml-shape.ts';
import { configuration } from './configuration.ts';

const size = { ObjectSizeGreaterThan: integer.optional(), ObjectSizeLessThan: integer.optional() };

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
    z.strictObject({ Date: timestamp.optional(), Days: integer.optional(), StorageClass: z.string() }),
  ).optional(),
  NoncurrentVersionTransitions: flat(
    'NoncurrentVersionTransition',
    z.strictObject({
      NoncurrentDays: integer.optional(),
      StorageClass: z.string(),
      NewerNoncurrentVersions: integer.optional(),
    }),
  ).optional(),
  NoncurrentVersionExpiration: z
    .strictObject({ NoncurrentDays: integer.optional(), NewerNoncurrentVersions: integer.optional() })
    .optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: integer.optional() }).optional(),
});

const ACTIONS = [
  'Expiration',
  'Transitions',
  'NoncurrentVersionTransitions',
  'NoncurrentVersionExpiration',
  'AbortIncompleteMultipartUpload',
] as const;

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
  check({ Rules: rules }) {
    if (rules.length === 0) throw s3Error.malformedXml('Rules must not be empty');
    const ids = rules.flatMap(({ ID }) => (ID === undefined ? [] : [ID]));
    if (new Set(ids).size < ids.length) {
      throw s3Error.invalidArgument('Rule ID must be unique. Found same ID for more than one rule');
    }
    if (rules.some((each) => ACTIONS.every((action) => each[action] === undefined))) {
      throw s3Error.invalidRequest('At least one action needs to be specified in a rule.');
    }
  },
});
