import { z } from 'zod';
import { notImplemented } from '../../core/errors.ts';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { initialConfigurations } from '../configurations/all.ts';
import { ownershipControls } from '../configurations/ownership-controls.ts';
import type { Bucket, S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { checkBucketName } from '../naming.ts';
import { checkAcl } from '../object-settings.ts';

export const createBucketConfiguration = z.looseObject({ LocationConstraint: z.string().optional() });

export const createBucket = operation<'s3', 'CreateBucket'>()({
  input: z.object({
    Bucket: z.string(),
    ACL: z.string().optional(),
    CreateBucketConfiguration: createBucketConfiguration.optional(),
    ObjectLockEnabledForBucket: flag.optional(),
    ObjectOwnership: z.enum(['BucketOwnerEnforced', 'BucketOwnerPreferred', 'ObjectWriter']).optional(),
  }),
  run(engine: S3Engine, input, request) {
    const { context, buckets } = engine;
    checkBucketName(input.Bucket);
    checkLocation(
      context.region,
      input.CreateBucketConfiguration?.LocationConstraint,
      request.id !== undefined,
    );
    if (input.ObjectLockEnabledForBucket) throw notImplemented('s3', 'CreateBucket with object lock');
    const location = { Location: `/${input.Bucket}`, BucketArn: `arn:aws:s3:::${input.Bucket}` };
    if (buckets.has(input.Bucket)) {
      // us-east-1 takes it for done (CreateBucket, BucketAlreadyOwnedByYou); CloudFormation takes no bucket over.
      if (context.region === 'us-east-1' && request.id !== undefined) return location;
      throw s3Error.bucketAlreadyOwnedByYou(input.Bucket);
    }
    const bucket: Bucket = {
      name: input.Bucket,
      created: new Date(context.clock.now()),
      policy: undefined,
      configurations: {
        ...initialConfigurations(),
        ...(input.ObjectOwnership && {
          [ownershipControls.name]: { Rules: [{ ObjectOwnership: input.ObjectOwnership }] },
        }),
      },
    };
    checkAcl(bucket, input.ACL);
    buckets.set(bucket.name, bucket);
    return location;
  },
});

/** Over the wire, a bucket outside us-east-1 must name its region; CloudFormation does not have to. */
function checkLocation(region: string, constraint: string | undefined, required: boolean): void {
  if (constraint === 'us-east-1') throw s3Error.invalidLocationConstraint();
  const wanted = region === 'us-east-1' ? undefined : region;
  if (constraint === undefined && !required) return;
  if (constraint !== wanted) throw s3Error.illegalLocationConstraint(constraint ?? 'unspecified');
}
