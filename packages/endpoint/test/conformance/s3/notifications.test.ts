import { AddPermissionCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { CreateQueueCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import type { S3Event } from 'aws-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createRecordingFunction } from '../../support/recording-function.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint.close());

async function notified(Bucket: string, NotificationConfiguration: NotificationConfiguration) {
  await aws.s3().send(new CreateBucketCommand({ Bucket }));
  await aws.s3().send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration }));
}

/** A queue that takes messages from a bucket. */
async function createQueue(
  QueueName: string,
  bucket = QueueName,
): Promise<{ url: string | undefined; arn: string }> {
  const arn = `arn:aws:sqs:us-east-1:000000000000:${QueueName}`;
  const statement = {
    Effect: 'Allow',
    Principal: { Service: 's3.amazonaws.com' },
    Action: 'sqs:SendMessage',
    Resource: arn,
    Condition: { ArnLike: { 'aws:SourceArn': `arn:aws:s3:::${bucket}` } },
  };
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] });
  const { QueueUrl } = await aws.sqs().send(new CreateQueueCommand({ QueueName, Attributes: { Policy } }));
  return { url: QueueUrl, arn };
}

test('a queue whose policy does not allow the bucket is refused as a destination', async () => {
  const { arn } = await createQueue('closed', 'another-bucket');
  const QueueConfigurations = [{ QueueArn: arn, Events: ['s3:ObjectCreated:*' as const] }];
  await expect(notified('closed', { QueueConfigurations })).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: expect.stringContaining('Unable to validate the following destination configurations'),
  });
});

/** The next message of a queue, read. */
async function next(QueueUrl: string | undefined) {
  const { Messages } = await aws.sqs().send(new ReceiveMessageCommand({ QueueUrl, WaitTimeSeconds: 10 }));
  return JSON.parse(Messages?.[0]?.Body ?? '{}');
}

test('a queue first gets a test event, and then what it asked for', async () => {
  const { url, arn } = await createQueue('arrivals');
  const Filter = { Key: { FilterRules: [{ Name: 'prefix' as const, Value: 'in/' }] } };
  await notified('arrivals', {
    QueueConfigurations: [{ Id: 'created', QueueArn: arn, Events: ['s3:ObjectCreated:*'], Filter }],
  });
  expect(await next(url)).toMatchObject({ Event: 's3:TestEvent', Bucket: 'arrivals' });
  await aws.s3().send(new PutObjectCommand({ Bucket: 'arrivals', Key: 'out/no', Body: 'x' }));
  await aws.s3().send(new PutObjectCommand({ Bucket: 'arrivals', Key: 'in/a b', Body: 'hello' }));
  const { Records } = await next(url);
  expect(Records).toMatchObject([
    {
      eventSource: 'aws:s3',
      eventName: 'ObjectCreated:Put',
      s3: {
        configurationId: 'created',
        bucket: { name: 'arrivals', arn: 'arn:aws:s3:::arrivals' },
        object: { key: 'in/a+b', size: 5, eTag: '5d41402abc4b2a76b9719d911017c592' },
      },
    },
  ]);
});

test('a queue is told of what is removed', async () => {
  const { url, arn } = await createQueue('removals');
  await notified('removals', {
    QueueConfigurations: [{ QueueArn: arn, Events: ['s3:ObjectRemoved:Delete'] }],
  });
  expect(await next(url)).toMatchObject({ Event: 's3:TestEvent' });
  const object = { Bucket: 'removals', Key: 'doomed' };
  await aws.s3().send(new PutObjectCommand({ ...object, Body: 'x' }));
  await aws.s3().send(new DeleteObjectCommand(object));
  expect((await next(url)).Records).toMatchObject([
    { eventName: 'ObjectRemoved:Delete', s3: { object: { key: 'doomed' } } },
  ]);
});

test('a function is invoked with what happened', async () => {
  const recorder = await createRecordingFunction<S3Event>(aws, { name: 'thumbnailer' });
  await aws.lambda().send(
    new AddPermissionCommand({
      FunctionName: recorder.arn,
      StatementId: 'bucket',
      Action: 'lambda:InvokeFunction',
      Principal: 's3.amazonaws.com',
      SourceArn: 'arn:aws:s3:::pictures',
    }),
  );
  await notified('pictures', {
    LambdaFunctionConfigurations: [{ LambdaFunctionArn: recorder.arn, Events: ['s3:ObjectCreated:Put'] }],
  });
  await aws.s3().send(new PutObjectCommand({ Bucket: 'pictures', Key: 'cat.png', Body: 'x' }));
  const [event] = await eventually('the function was invoked', () => {
    const events = recorder.events();
    return events.length > 0 && events;
  });
  expect(event?.Records.map(({ s3 }) => s3.object.key)).toEqual(['cat.png']);
});

test.each([
  ['a queue that does not exist', 'arn:aws:sqs:us-east-1:000000000000:nothing'],
  ['a FIFO queue', 'arn:aws:sqs:us-east-1:000000000000:orders.fifo'],
])('%s is refused as a destination', async (_what, QueueArn) => {
  await expect(
    notified('refused', { QueueConfigurations: [{ QueueArn, Events: ['s3:ObjectCreated:*'] }] }),
  ).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: expect.stringContaining('Unable to validate the following destination configurations'),
  });
});

test('EventBridge is refused by name', async () => {
  await expect(notified('bridged', { EventBridgeConfiguration: {} })).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('EventBridge'),
  });
});
