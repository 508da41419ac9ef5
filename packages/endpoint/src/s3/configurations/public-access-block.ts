import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { configuration } from './configuration.ts';

/** New buckets block all public access: https://docs.aws.amazon.com/AmazonS3/latest/userguide/create-bucket-faq.html */
export const publicAccessBlock = configuration({
  name: 'publicAccessBlock',
  operations: { put: 'PutPublicAccessBlock', get: 'GetPublicAccessBlock', delete: 'DeletePublicAccessBlock' },
  member: 'PublicAccessBlockConfiguration',
  root: 'PublicAccessBlockConfiguration',
  schema: z.strictObject({
    BlockPublicAcls: flag.default(false),
    IgnorePublicAcls: flag.default(false),
    BlockPublicPolicy: flag.default(false),
    RestrictPublicBuckets: flag.default(false),
  }),
  answersMembers: false,
  initial: {
    BlockPublicAcls: true,
    IgnorePublicAcls: true,
    BlockPublicPolicy: true,
    RestrictPublicBuckets: true,
  },
  missing: {
    code: 'NoSuchPublicAccessBlockConfiguration',
    message: 'The public access block configuration was not found',
  },
});
