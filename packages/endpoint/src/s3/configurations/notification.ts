import { z } from 'zod';
import { notImplemented } from '../../core/errors.ts';
import { checkDestinations, destinationsOf } from '../notifications/destinations.ts';
import { flat, named } from '../wire/xml-shape.ts';
import { configuration } from './configuration.ts';

const events = flat('Event', z.string().regex(/^s3:[A-Za-z]+(:[A-Za-z*]+)?$/, 'is not an event of S3'));
const filterRule = z.strictObject({
  Name: z.enum(['prefix', 'suffix', 'Prefix', 'Suffix']),
  Value: z.string(),
});
const filter = z
  .strictObject({
    Key: named(
      'S3Key',
      z.strictObject({ FilterRules: flat('FilterRule', filterRule).optional() }),
    ).optional(),
  })
  .optional();
const common = { Id: z.string().max(255).optional(), Events: events, Filter: filter };

export const notificationSchema = z.strictObject({
  TopicConfigurations: flat(
    'TopicConfiguration',
    z.strictObject({ ...common, TopicArn: named('Topic', z.string()) }),
  ).optional(),
  QueueConfigurations: flat(
    'QueueConfiguration',
    z.strictObject({ ...common, QueueArn: named('Queue', z.string()) }),
  ).optional(),
  LambdaFunctionConfigurations: flat(
    'CloudFunctionConfiguration',
    z.strictObject({ ...common, LambdaFunctionArn: named('CloudFunction', z.string()) }),
  ).optional(),
  EventBridgeConfiguration: z.strictObject({}).optional(),
});

/** What is told to whom: `notifications/` delivers it. */
export const notification = configuration({
  name: 'notification',
  operations: { put: 'PutBucketNotificationConfiguration', get: 'GetBucketNotificationConfiguration' },
  member: 'NotificationConfiguration',
  root: 'NotificationConfiguration',
  schema: notificationSchema,
  answersMembers: true,
  async check(value, { context }, bucket) {
    if (value.EventBridgeConfiguration !== undefined) throw notImplemented('s3', 'events to EventBridge');
    await checkDestinations(context, bucket.name, destinationsOf(value));
  },
});
