import { createHash } from 'node:crypto';
import type { NotificationConfiguration } from '@aws-sdk/client-s3';
import type { ResourceContext } from '../resource-type.ts';
import type { Provider } from './custom-request.ts';

type Configuration = Pick<
  NotificationConfiguration,
  'LambdaFunctionConfigurations' | 'QueueConfigurations' | 'TopicConfigurations' | 'EventBridgeConfiguration'
>;

const LISTS = ['LambdaFunctionConfigurations', 'QueueConfigurations', 'TopicConfigurations'] as const;

/**
 * `addEventNotification` of CDK's Bucket: sets the notifications of a bucket of the app whole; to those of any other
 * bucket it adds its own, which it tells by their ids.
 */
export const s3BucketNotifications: Provider = async (request, context) => {
  const { BucketName, NotificationConfiguration, Managed, SkipDestinationValidation } =
    request.ResourceProperties;
  const bucket = String(BucketName);
  const wanted = request.RequestType === 'Delete' ? {} : (NotificationConfiguration as Configuration);
  const isManaged = String(Managed ?? 'true').toLowerCase() === 'true';
  await context.call('s3', 'PutBucketNotificationConfiguration', {
    Bucket: bucket,
    NotificationConfiguration: isManaged ? wanted : await merged(bucket, wanted, context),
    SkipDestinationValidation: String(SkipDestinationValidation ?? 'false').toLowerCase() === 'true',
  });
  return { PhysicalResourceId: request.PhysicalResourceId ?? request.LogicalResourceId };
};

/** What others have set, and what this stack wants. */
async function merged(
  Bucket: string,
  wanted: Configuration,
  { call, stackId }: ResourceContext,
): Promise<Configuration> {
  const existing = await call('s3', 'GetBucketNotificationConfiguration', { Bucket });
  const bridge = wanted.EventBridgeConfiguration ?? existing.EventBridgeConfiguration;
  const lists = LISTS.map((name) => {
    const others = (existing[name] ?? []).filter((one) => !one.Id?.startsWith(`${stackId}-`));
    const own = (wanted[name] ?? []).map((one) => ({ ...one, Id: `${stackId}-${fingerprint(one)}` }));
    return [name, [...others, ...own]] as const;
  });
  // The lists are those of their names.
  return {
    ...(Object.fromEntries(lists) as Configuration),
    ...(bridge && { EventBridgeConfiguration: bridge }),
  };
}

const fingerprint = (configuration: object): string =>
  createHash('sha256').update(JSON.stringify(configuration)).digest('hex').slice(0, 32);
