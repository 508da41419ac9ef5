import { z } from 'zod';
import type { Bucket } from '../bucket.ts';
import { s3Error } from '../errors.ts';
import { flat } from '../wire/xml-shape.ts';
import { configuration, configured } from './configuration.ts';

const OWNERSHIPS = ['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter'] as const;
const ownership = z.enum(OWNERSHIPS);
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
  check({ Rules: rules }) {
    if (rules.length !== 1) throw s3Error.malformedXml('Rules must be exactly one');
  },
});

/** The same in the header of CreateBucket. */
export const ownershipHeader = z.string().transform((sent): ObjectOwnership => {
  const known = OWNERSHIPS.find((each) => each === sent);
  if (known !== undefined) return known;
  throw s3Error.invalidArgument(
    `Invalid x-amz-object-ownership header: ${sent.slice(0, 255)}`,
    'x-amz-object-ownership',
  );
});

/** With the owner enforced, which is how buckets start, access control lists are off. */
export function allowsAcls(bucket: Bucket): boolean {
  return configured(ownershipControls, bucket)?.Rules[0]?.ObjectOwnership !== 'BucketOwnerEnforced';
}
