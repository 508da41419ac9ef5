import { z } from 'zod';
import type { Bucket } from '../engine.ts';
import { flat } from '../wire/xml-shape.ts';
import { configuration, configured } from './configuration.ts';

const ownership = z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']);
export type ObjectOwnership = z.output<typeof ownership>;

export const ownershipControls = configuration({
  name: 'ownershipControls',
  operations: {
    put: 'PutBucketOwnershipControls',
    get: 'GetBucketOwnershipControls',
    delete: 'DeleteBucketOwnershipControls',
  },
  member: 'OwnershipControls',
  root: 'OwnershipControls',
  schema: z.strictObject({ Rules: flat('Rule', z.strictObject({ ObjectOwnership: ownership })) }),
  answersMembers: false,
  initial: { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' as const }] },
  missing: {
    code: 'OwnershipControlsNotFoundError',
    message: 'The bucket ownership controls were not found',
  },
});

/** With the owner enforced, which is how buckets start, access control lists are off. */
export function allowsAcls(bucket: Bucket): boolean {
  return configured(ownershipControls, bucket)?.Rules[0]?.ObjectOwnership !== 'BucketOwnerEnforced';
}
