import { z } from 'zod';
import { coreError } from '../../core/errors.ts';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { Bucket } from '../bucket.ts';
import { initialConfigurations } from '../configurations/all.ts';
import { ownershipControls, ownershipHeader } from '../configurations/ownership-controls.ts';
import { tagging } from '../configurations/tagging.ts';
import type { S3Engine } from '../engine.ts';
import { s3Error } from '../errors.ts';
import { checkBucketName } from '../naming.ts';
import { checkAcl } from '../object-settings.ts';
import { isLocationConstraint } from '../regions.ts';
import { bucketOf } from '../resource-arns.ts';
import { checkBucketTags, tag } from '../tags.ts';
import { wrapped } from '../wire/xml-shape.ts';

export const createBucketConfiguration = z.strictObject({
  LocationConstraint: z.string().optional(),
  Tags: wrapped('Tag', tag).optional(),
  /** Of directory buckets. */
  Location: z.unknown().optional(),
  Bucket: z.unknown().optional(),
});

export const createBucket = operation('s3', 'CreateBucket', {
  resource: bucketOf,
  input: z.object({
    Bucket: z.string(),
    ACL: z.string().optional(),
    CreateBucketConfiguration: createBucketConfiguration.optional(),
    ObjectLockEnabledForBucket: flag.optional(),
    ObjectOwnership: ownershipHeader.optional(),
  }),
  run(engine: S3Engine, input, request) {
    const { context, buckets } = engine;
    checkBucketName(input.Bucket);
    const { LocationConstraint, Tags = [], ...directory } = input.CreateBucketConfiguration ?? {};
    checkLocation(context.region, LocationConstraint, request.id !== undefined);
    if (Object.values(directory).some((member) => member !== undefined)) {
      throw coreError.notImplemented('s3', 'CreateBucket of a directory bucket');
    }
    checkBucketTags(Tags);
    if (input.ObjectLockEnabledForBucket)
      throw coreError.notImplemented('s3', 'CreateBucket with object lock');
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
        ...(Tags.length > 0 && { [tagging.name]: { TagSet: Tags } }),
      },
    };
    checkAcl(bucket, input.ACL);
    buckets.set(bucket.name, bucket);
    return location;
  },
});

/** Over the wire, a bucket outside us-east-1 must name its region; CloudFormation does not have to. */
function checkLocation(region: string, constraint: string | undefined, required: boolean): void {
  if (region === 'us-east-1') {
    if (constraint === undefined) return;
    throw isLocationConstraint(constraint)
      ? s3Error.illegalLocationConstraint(constraint)
      : s3Error.invalidLocationConstraint(constraint);
  }
  if (constraint === undefined && !required) return;
  const own = constraint === region || (constraint === 'EU' && region === 'eu-west-1');
  if (!own) throw s3Error.illegalLocationConstraint(constraint ?? 'unspecified');
}
