import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { text } from '../properties.ts';
import { type Attributes, type ResourceContext, resourceType } from '../resource-type.ts';
import { applySettings, bucketSettings } from './bucket-settings.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-s3-bucket.html */
export const bucket = resourceType({
  type: 'AWS::S3::Bucket',
  properties: z.strictObject({
    BucketName: text.optional(),
    // What a bucket is anyway. The bootstrap template of the CDK says so; the other canned ACLs we do not have.
    AccessControl: z.literal('Private', 'Private is the only ACL that the embedded endpoint has').optional(),
    ...bucketSettings,
  }),
  unsupported: [
    'AbacStatus',
    'AccelerateConfiguration',
    'AnalyticsConfigurations',
    'BucketNamePrefix',
    'BucketNamespace',
    'IntelligentTieringConfigurations',
    'InventoryConfigurations',
    'MetadataConfiguration',
    'MetadataTableConfiguration',
    'MetricsConfigurations',
    'ObjectLockConfiguration',
    'ObjectLockEnabled',
    'ReplicationConfiguration',
    'WebsiteConfiguration',
  ],
  createOnly: ['BucketName'],
  customName: 'BucketName',
  tags: 'list',
  attributes: ['Arn', 'DomainName', 'DualStackDomainName', 'RegionalDomainName', 'WebsiteURL'],
  physicalIdOf: ({ BucketName }, context) => BucketName ?? context.generateName(63).toLowerCase(),
  exists: ({ physicalId }, { call }) => isThere(call('s3', 'HeadBucket', { Bucket: physicalId })),
  async create(properties, context, Bucket) {
    await context.call('s3', 'CreateBucket', {
      Bucket,
      // S3 takes no location constraint for us-east-1.
      ...(context.region !== 'us-east-1' && {
        CreateBucketConfiguration: { LocationConstraint: context.region as 'eu-west-1' },
      }),
    });
    context.identify(Bucket);
    await applySettings(Bucket, {}, properties, context);
    return { physicalId: Bucket, attributes: attributesOf(Bucket, context) };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    await applySettings(physicalId, previous, properties, context);
    return { physicalId, attributes };
  },
  async delete({ physicalId }, context) {
    await context.call('s3', 'DeleteBucket', { Bucket: physicalId });
  },
});

function attributesOf(name: string, { region }: ResourceContext): Attributes {
  return {
    Arn: `arn:aws:s3:::${name}`,
    DomainName: `${name}.s3.amazonaws.com`,
    DualStackDomainName: `${name}.s3.dualstack.${region}.amazonaws.com`,
    RegionalDomainName: `${name}.s3.${region}.amazonaws.com`,
    WebsiteURL: `http://${name}.s3-website-${region}.amazonaws.com`,
  };
}
