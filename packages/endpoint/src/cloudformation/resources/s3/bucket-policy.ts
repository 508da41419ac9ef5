import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { document, text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucketpolicy.html */
export const bucketPolicy = resourceType({
  type: 'AWS::S3::BucketPolicy',
  properties: z.strictObject({ Bucket: text, PolicyDocument: document }),
  createOnly: ['Bucket'],
  attributes: [],
  physicalIdOf: ({ Bucket }) => Bucket,
  exists: ({ physicalId }, { call }) => isThere(call('s3', 'GetBucketPolicy', { Bucket: physicalId })),
  async create({ Bucket, PolicyDocument }, context) {
    await context.call('s3', 'PutBucketPolicy', { Bucket, Policy: PolicyDocument });
    return { physicalId: Bucket };
  },
  async update({ physicalId, properties }, context) {
    await context.call('s3', 'PutBucketPolicy', { Bucket: physicalId, Policy: properties.PolicyDocument });
    return { physicalId };
  },
  async delete({ physicalId }, context) {
    await context.call('s3', 'DeleteBucketPolicy', { Bucket: physicalId });
  },
});
