import { z } from 'zod';
import { notImplemented } from '../../core/errors.ts';
import { checkNotification } from '../notifications/check-notification.ts';
import { destinationsOf } from '../notifications/destinations.ts';
import { reachDestinations } from '../notifications/reach-destinations.ts';
import { flat, named } from '../wire/xml-shape.ts';
import { configuration } from './configuration.ts';

const filterRule = z.strictObject({ Name: z.string(), Value: z.string() });
const filter = z
  .strictObject({
    Key: named(
      'S3Key',
      z.strictObject({ FilterRules: flat('FilterRule', filterRule).optional() }),
    ).optional(),
  })
  .optional();
const common = {
  Id: z.string().max(255).optional(),
  Events: flat('Event', z.string()).min(1),
  Filter: filter,
};

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
  async check(value, { context }, bucket, { skipDestinations }) {
    if (value.EventBridgeConfiguration !== undefined) throw notImplemented('s3', 'events to EventBridge');
    checkNotification(value, context);
    if (!skipDestinations) await reachDestinations(context, bucket.name, destinationsOf(value));
  },
  kept(value, { context }) {
    const keep = <T extends Common>(each: T): T => ({
      ...each,
      // An empty Id is as good as none: S3 makes one.
      Id: each.Id || context.newId(),
      ...(each.Filter?.Key?.FilterRules && {
        Filter: { Key: { FilterRules: each.Filter.Key.FilterRules.map(inOneCase) } },
      }),
    });
    return {
      ...value,
      TopicConfigurations: value.TopicConfigurations?.map(keep),
      QueueConfigurations: value.QueueConfigurations?.map(keep),
      LambdaFunctionConfigurations: value.LambdaFunctionConfigurations?.map(keep),
    };
  },
});

type Common = z.output<z.ZodObject<typeof common>>;

function inOneCase({ Name, Value }: z.output<typeof filterRule>) {
  return { Name: Name.toLowerCase() === 'prefix' ? 'Prefix' : 'Suffix', Value };
}
