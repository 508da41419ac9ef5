import { z } from 'zod';
import { flat, named } from '../wire/xml-shape.ts';

export const filterRule = z.strictObject({ Name: z.string(), Value: z.string() });
const filter = z
  .strictObject({
    Key: named(
      'S3Key',
      z.strictObject({ FilterRules: flat('FilterRule', filterRule).optional() }),
    ).optional(),
  })
  .optional();
/** Members that every kind of destination has. */
export const commonMembers = {
  Id: z.string().max(255).optional(),
  Events: flat('Event', z.string()).min(1),
  Filter: filter,
};

export const notificationSchema = z.strictObject({
  TopicConfigurations: flat(
    'TopicConfiguration',
    z.strictObject({ ...commonMembers, TopicArn: named('Topic', z.string()) }),
  ).optional(),
  QueueConfigurations: flat(
    'QueueConfiguration',
    z.strictObject({ ...commonMembers, QueueArn: named('Queue', z.string()) }),
  ).optional(),
  LambdaFunctionConfigurations: flat(
    'CloudFunctionConfiguration',
    z.strictObject({ ...commonMembers, LambdaFunctionArn: named('CloudFunction', z.string()) }),
  ).optional(),
  EventBridgeConfiguration: z.strictObject({}).optional(),
});
