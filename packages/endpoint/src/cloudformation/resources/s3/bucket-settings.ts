import type {
  LifecycleRule,
  NotificationConfiguration,
  ServerSideEncryption,
  TransitionStorageClass,
} from '@aws-sdk/client-s3';
import { z } from 'zod';
import { choice, flag, tags, text, texts, whole } from '../properties.ts';
import type { ResourceContext } from '../resource-type.ts';

const lifecycleRule = z.strictObject({
  Id: text.optional(),
  Status: choice<'Enabled' | 'Disabled'>(),
  Prefix: text.optional(),
  TagFilters: tags.optional(),
  ObjectSizeGreaterThan: whole.optional(),
  ObjectSizeLessThan: whole.optional(),
  AbortIncompleteMultipartUpload: z.strictObject({ DaysAfterInitiation: whole }).optional(),
  Transitions: z
    .array(z.strictObject({ TransitionInDays: whole, StorageClass: choice<TransitionStorageClass>() }))
    .optional(),
  ExpirationInDays: whole.optional(),
  ExpiredObjectDeleteMarker: flag.optional(),
  NoncurrentVersionExpirationInDays: whole.optional(),
  NoncurrentVersionExpiration: z
    .strictObject({ NoncurrentDays: whole, NewerNoncurrentVersions: whole.optional() })
    .optional(),
});

const eventFilter = z.strictObject({
  S3Key: z.strictObject({
    Rules: z.array(z.strictObject({ Name: choice<'prefix' | 'suffix'>(), Value: text })),
  }),
});
const notificationTarget = { Event: choice<NonNullable<EventName>>(), Filter: eventFilter.optional() };
type EventName = NonNullable<
  NonNullable<NotificationConfiguration['QueueConfigurations']>[number]['Events']
>[number];

/** Settings that a bucket has beside its name, each put and deleted as a whole. */
export const bucketSettings = {
  BucketEncryption: z
    .strictObject({
      ServerSideEncryptionConfiguration: z.array(
        z.strictObject({
          BucketKeyEnabled: flag.optional(),
          ServerSideEncryptionByDefault: z
            .strictObject({ SSEAlgorithm: choice<ServerSideEncryption>(), KMSMasterKeyID: text.optional() })
            .optional(),
        }),
      ),
    })
    .optional(),
  CorsConfiguration: z
    .strictObject({
      CorsRules: z.array(
        z.strictObject({
          Id: text.optional(),
          AllowedHeaders: texts.optional(),
          AllowedMethods: texts,
          AllowedOrigins: texts,
          ExposedHeaders: texts.optional(),
          MaxAge: whole.optional(),
        }),
      ),
    })
    .optional(),
  LifecycleConfiguration: z.strictObject({ Rules: z.array(lifecycleRule) }).optional(),
  LoggingConfiguration: z
    .strictObject({ DestinationBucketName: text.optional(), LogFilePrefix: text.optional() })
    .optional(),
  NotificationConfiguration: z
    .strictObject({
      LambdaConfigurations: z.array(z.strictObject({ ...notificationTarget, Function: text })).optional(),
      QueueConfigurations: z.array(z.strictObject({ ...notificationTarget, Queue: text })).optional(),
      TopicConfigurations: z.array(z.strictObject({ ...notificationTarget, Topic: text })).optional(),
    })
    .optional(),
  OwnershipControls: z
    .strictObject({
      Rules: z.array(
        z.strictObject({
          ObjectOwnership: choice<'BucketOwnerEnforced' | 'BucketOwnerPreferred' | 'ObjectWriter'>(),
        }),
      ),
    })
    .optional(),
  PublicAccessBlockConfiguration: z
    .strictObject({
      BlockPublicAcls: flag.optional(),
      BlockPublicPolicy: flag.optional(),
      IgnorePublicAcls: flag.optional(),
      RestrictPublicBuckets: flag.optional(),
    })
    .optional(),
  VersioningConfiguration: z.strictObject({ Status: choice<'Enabled' | 'Suspended'>() }).optional(),
  Tags: tags.optional(),
};

const schema = z.object(bucketSettings);
type Settings = z.output<typeof schema>;
type Name = keyof Settings;
type Apply<N extends Name> = (
  Bucket: string,
  value: Settings[N],
  context: ResourceContext,
) => Promise<unknown>;

/** Brings a bucket's settings from one state to another; only what differs is put. */
export async function applySettings(
  bucket: string,
  before: Settings,
  after: Settings,
  context: ResourceContext,
): Promise<void> {
  for (const name of Object.keys(APPLY) as Name[]) {
    if (JSON.stringify(before[name]) === JSON.stringify(after[name])) continue;
    // Each entry's value and function are of one kind; the loop cannot say so.
    await (APPLY[name] as Apply<Name>)(bucket, after[name] as never, context);
  }
}

const APPLY: { [N in Name]: Apply<N> } = {
  VersioningConfiguration: (Bucket, value, { call }) =>
    call('s3', 'PutBucketVersioning', {
      Bucket,
      VersioningConfiguration: { Status: value?.Status ?? 'Suspended' },
    }),
  BucketEncryption: (Bucket, value, { call }) =>
    value === undefined
      ? call('s3', 'DeleteBucketEncryption', { Bucket })
      : call('s3', 'PutBucketEncryption', {
          Bucket,
          ServerSideEncryptionConfiguration: {
            Rules: value.ServerSideEncryptionConfiguration.map((rule) => ({
              ...(rule.ServerSideEncryptionByDefault && {
                ApplyServerSideEncryptionByDefault: rule.ServerSideEncryptionByDefault,
              }),
              ...(rule.BucketKeyEnabled !== undefined && { BucketKeyEnabled: rule.BucketKeyEnabled }),
            })),
          },
        }),
  OwnershipControls: (Bucket, value, { call }) =>
    value === undefined
      ? call('s3', 'DeleteBucketOwnershipControls', { Bucket })
      : call('s3', 'PutBucketOwnershipControls', { Bucket, OwnershipControls: value }),
  PublicAccessBlockConfiguration: (Bucket, value, { call }) =>
    value === undefined
      ? call('s3', 'DeletePublicAccessBlock', { Bucket })
      : call('s3', 'PutPublicAccessBlock', { Bucket, PublicAccessBlockConfiguration: value }),
  CorsConfiguration: (Bucket, value, { call }) =>
    value === undefined
      ? call('s3', 'DeleteBucketCors', { Bucket })
      : call('s3', 'PutBucketCors', {
          Bucket,
          CORSConfiguration: {
            CORSRules: value.CorsRules.map(({ Id, MaxAge, ExposedHeaders, ...rule }) => ({
              ...rule,
              ...(Id !== undefined && { ID: Id }),
              ...(MaxAge !== undefined && { MaxAgeSeconds: MaxAge }),
              ...(ExposedHeaders !== undefined && { ExposeHeaders: ExposedHeaders }),
            })),
          },
        }),
  LifecycleConfiguration: (Bucket, value, { call }) =>
    value === undefined
      ? call('s3', 'DeleteBucketLifecycle', { Bucket })
      : call('s3', 'PutBucketLifecycleConfiguration', {
          Bucket,
          LifecycleConfiguration: { Rules: value.Rules.map(lifecycleRuleOf) },
        }),
  LoggingConfiguration: (Bucket, value, { call }) =>
    call('s3', 'PutBucketLogging', {
      Bucket,
      BucketLoggingStatus:
        value === undefined
          ? {}
          : {
              LoggingEnabled: {
                TargetBucket: value.DestinationBucketName ?? Bucket,
                TargetPrefix: value.LogFilePrefix ?? '',
              },
            },
    }),
  NotificationConfiguration: (Bucket, value, { call }) =>
    call('s3', 'PutBucketNotificationConfiguration', {
      Bucket,
      NotificationConfiguration: notificationOf(value),
    }),
  Tags: (Bucket, value, { call }) =>
    value === undefined || value.length === 0
      ? call('s3', 'DeleteBucketTagging', { Bucket })
      : call('s3', 'PutBucketTagging', { Bucket, Tagging: { TagSet: value } }),
};

function lifecycleRuleOf(rule: z.output<typeof lifecycleRule>): LifecycleRule {
  const { Prefix, TagFilters, ObjectSizeGreaterThan, ObjectSizeLessThan } = rule;
  const filter = { Prefix, ObjectSizeGreaterThan, ObjectSizeLessThan };
  const sole = Object.entries(filter).filter(([, value]) => value !== undefined);
  const combined = sole.length + (TagFilters?.length ?? 0) > 1;
  const [tag] = TagFilters ?? [];
  const given = Object.fromEntries(sole);
  const noncurrent =
    rule.NoncurrentVersionExpiration ??
    (rule.NoncurrentVersionExpirationInDays === undefined
      ? undefined
      : { NoncurrentDays: rule.NoncurrentVersionExpirationInDays });
  return {
    ...(rule.Id !== undefined && { ID: rule.Id }),
    Status: rule.Status,
    Filter: combined
      ? { And: { ...given, ...(TagFilters && { Tags: TagFilters }) } }
      : tag !== undefined
        ? { Tag: tag }
        : sole.length > 0
          ? given
          : { Prefix: '' },
    ...(rule.AbortIncompleteMultipartUpload && {
      AbortIncompleteMultipartUpload: rule.AbortIncompleteMultipartUpload,
    }),
    ...(rule.Transitions && {
      Transitions: rule.Transitions.map(({ TransitionInDays, StorageClass }) => ({
        Days: TransitionInDays,
        StorageClass,
      })),
    }),
    ...(rule.ExpirationInDays !== undefined && { Expiration: { Days: rule.ExpirationInDays } }),
    ...(rule.ExpiredObjectDeleteMarker && { Expiration: { ExpiredObjectDeleteMarker: true } }),
    ...(noncurrent && { NoncurrentVersionExpiration: noncurrent }),
  };
}

function notificationOf(value: Settings['NotificationConfiguration']): NotificationConfiguration {
  const common = ({
    Event,
    Filter,
  }: {
    Event: EventName;
    Filter?: z.output<typeof eventFilter> | undefined;
  }) => ({
    Events: [Event],
    ...(Filter && { Filter: { Key: { FilterRules: Filter.S3Key.Rules } } }),
  });
  return {
    LambdaFunctionConfigurations: (value?.LambdaConfigurations ?? []).map((one) => ({
      ...common(one),
      LambdaFunctionArn: one.Function,
    })),
    QueueConfigurations: (value?.QueueConfigurations ?? []).map((one) => ({
      ...common(one),
      QueueArn: one.Queue,
    })),
    TopicConfigurations: (value?.TopicConfigurations ?? []).map((one) => ({
      ...common(one),
      TopicArn: one.Topic,
    })),
  };
}
