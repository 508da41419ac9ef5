import type { z } from 'zod';
import { coreError } from '../../core/errors.ts';
import { checkNotification } from '../notifications/check-notification.ts';
import { destinationsOf } from '../notifications/destinations.ts';
import { reachDestinations } from '../notifications/reach-destinations.ts';
import { configuration } from './configuration.ts';
import { type commonMembers, type filterRule, notificationSchema } from './notification-schema.ts';

/** Which events go to which destination: `notifications/` delivers them. */
export const notification = configuration({
  name: 'notification',
  operations: { put: 'PutBucketNotificationConfiguration', get: 'GetBucketNotificationConfiguration' },
  member: 'NotificationConfiguration',
  root: 'NotificationConfiguration',
  schema: notificationSchema,
  answersMembers: true,
  async check(value, { context }, bucket, { skipDestinations }) {
    if (value.EventBridgeConfiguration !== undefined)
      throw coreError.notImplemented('s3', 'events to EventBridge');
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

type Common = z.output<z.ZodObject<typeof commonMembers>>;

function inOneCase({ Name, Value }: z.output<typeof filterRule>) {
  return { Name: Name.toLowerCase() === 'prefix' ? 'Prefix' : 'Suffix', Value };
}
