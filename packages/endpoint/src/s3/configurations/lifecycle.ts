import { z } from 'zod';
import { flat } from '../wire/xml-shape.ts';
import { configuration } from './configuration.ts';
import { lifecycleRule } from './lifecycle-rule.ts';
import { checkLifecycleRules } from './lifecycle-rules.ts';

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
  schema: z.strictObject({ Rules: flat('Rule', lifecycleRule) }),
  answersMembers: true,
  missing: { code: 'NoSuchLifecycleConfiguration', message: 'The lifecycle configuration does not exist' },
  check: ({ Rules: rules }) => checkLifecycleRules(rules),
  // S3 names the rules that have no name.
  kept: ({ Rules: rules }, { context }) => ({
    Rules: rules.map((each) => ({ ...each, ID: each.ID ?? context.newId() })),
  }),
});
