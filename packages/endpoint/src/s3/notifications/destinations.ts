import type { z } from 'zod';
import type { EndpointContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import type { notificationSchema } from '../configurations/notification.ts';
import { s3Error } from '../errors.ts';

type Notification = z.output<typeof notificationSchema>;

/** Somewhere that events of a bucket go to, and which. */
export interface Destination {
  id: string;
  arn: string;
  events: readonly string[];
  filters: readonly { Name: string; Value: string }[];
  kind: 'queue' | 'topic' | 'function';
}

export function destinationsOf(notification: Notification): Destination[] {
  const all = [
    ...(notification.QueueConfigurations ?? []).map((one) => ({
      ...one,
      kind: 'queue' as const,
      arn: one.QueueArn,
    })),
    ...(notification.TopicConfigurations ?? []).map((one) => ({
      ...one,
      kind: 'topic' as const,
      arn: one.TopicArn,
    })),
    ...(notification.LambdaFunctionConfigurations ?? []).map((one) => ({
      ...one,
      kind: 'function' as const,
      arn: one.LambdaFunctionArn,
    })),
  ];
  return all.map(({ Id, Events, Filter, kind, arn }) => ({
    id: Id ?? '',
    arn,
    events: Events,
    filters: Filter?.Key?.FilterRules ?? [],
    kind,
  }));
}

/** Whether an event is one that a destination wants: `s3:ObjectCreated:*` wants every way of creation. */
export function wants({ events, filters }: Destination, name: string, key: string): boolean {
  return (
    events.some((wanted) =>
      wanted.endsWith('*') ? `s3:${name}`.startsWith(wanted.slice(0, -1)) : `s3:${name}` === wanted,
    ) &&
    filters.every(({ Name, Value }) =>
      Name.toLowerCase() === 'prefix' ? key.startsWith(Value) : key.endsWith(Value),
    )
  );
}

export async function send(
  context: EndpointContext,
  { kind, arn }: Destination,
  message: object,
): Promise<void> {
  const text = JSON.stringify(message);
  if (kind === 'queue') {
    const QueueUrl = `${context.url()}/${context.accountId}/${arn.split(':').at(-1)}`;
    await context.call('sqs', 'SendMessage', { QueueUrl, MessageBody: text });
  } else if (kind === 'topic') {
    await context.call('sns', 'Publish', {
      TopicArn: arn,
      Message: text,
      Subject: 'Amazon S3 Notification',
    });
  } else {
    await context.call('lambda', 'Invoke', {
      FunctionName: arn,
      InvocationType: 'Event',
      Payload: Buffer.from(text, 'utf8'),
    });
  }
}

/**
 * Refuses destinations that cannot be reached: queues and topics get a test event, as on AWS, and functions are
 * invoked without being run.
 */
export async function checkDestinations(
  context: EndpointContext,
  bucket: string,
  destinations: readonly Destination[],
): Promise<void> {
  for (const destination of destinations) {
    if (destination.arn.endsWith('.fifo')) throw unreachable('FIFO queues and topics are no destinations');
    try {
      if (destination.kind === 'function') {
        await context.call('lambda', 'Invoke', { FunctionName: destination.arn, InvocationType: 'DryRun' });
      } else await send(context, destination, testEvent(context, bucket));
    } catch (error) {
      if (!(error instanceof AwsError) || error.status >= 500) throw error;
      throw unreachable(`${destination.kind} ${destination.arn}: ${error.code}`);
    }
  }
}

function testEvent(context: EndpointContext, bucket: string): object {
  const id = context.newId();
  const Time = new Date(context.clock.now()).toISOString();
  return { Service: 'Amazon S3', Event: 's3:TestEvent', Time, Bucket: bucket, RequestId: id, HostId: id };
}

function unreachable(why: string): AwsError {
  return s3Error.invalidArgument(`Unable to validate the following destination configurations (${why})`);
}
