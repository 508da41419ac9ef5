import type { z } from 'zod';
import type { EndpointContext } from '../../core/context.ts';
import type { notificationSchema } from '../configurations/notification-schema.ts';
import { covers } from './events.ts';

export type Notification = z.output<typeof notificationSchema>;
type Kind = 'queue' | 'topic' | 'function';

/** Somewhere that events of a bucket go to, and which. */
export interface Destination {
  id: string;
  arn: string;
  events: readonly string[];
  filters: readonly { Name: string; Value: string }[];
  kind: Kind;
}

export function destinationsOf(notification: Notification): Destination[] {
  const {
    QueueConfigurations: queues = [],
    TopicConfigurations: topics = [],
    LambdaFunctionConfigurations: functions = [],
  } = notification;
  return [
    ...queues.map((one) => destination('queue', one.QueueArn, one)),
    ...topics.map((one) => destination('topic', one.TopicArn, one)),
    ...functions.map((one) => destination('function', one.LambdaFunctionArn, one)),
  ];
}

type Settings = Omit<NonNullable<Notification['QueueConfigurations']>[number], 'QueueArn'>;

function destination(kind: Kind, arn: string, { Id, Events, Filter }: Settings): Destination {
  return { kind, arn, id: Id ?? '', events: Events, filters: Filter?.Key?.FilterRules ?? [] };
}

/** Whether an event is one that a destination wants. */
export function wants(wanted: Destination, name: string, key: string): boolean {
  return (
    wanted.events.some((event) => covers(event, `s3:${name}`)) &&
    key.startsWith(affix(wanted, 'prefix')) &&
    key.endsWith(affix(wanted, 'suffix'))
  );
}

/** The prefix or the suffix that keys must have; empty where any will do. */
export function affix({ filters }: Destination, which: 'prefix' | 'suffix'): string {
  return filters.find(({ Name }) => Name.toLowerCase() === which)?.Value ?? '';
}

export async function send(
  context: EndpointContext,
  { kind, arn }: Destination,
  message: object,
  /** Name of the bucket that the message is about. */
  bucket: string,
): Promise<void> {
  const options = { sourceArn: `arn:aws:s3:::${bucket}` };
  const text = JSON.stringify(message);
  if (kind === 'queue') {
    const [account, name] = arn.split(':').slice(4);
    const QueueUrl = `${context.url()}/${account}/${name}`;
    await context.call('sqs', 'SendMessage', { QueueUrl, MessageBody: text }, options);
  } else if (kind === 'topic') {
    const notification = { TopicArn: arn, Message: text, Subject: 'Amazon S3 Notification' };
    await context.call('sns', 'Publish', notification, options);
  } else {
    const invocation = { FunctionName: arn, InvocationType: 'Event' as const, Payload: Buffer.from(text) };
    await context.call('lambda', 'Invoke', invocation, options);
  }
}
