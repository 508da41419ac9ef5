import {
  CreateBucketCommand,
  DeleteObjectTaggingCommand,
  type Event,
  GetBucketNotificationConfigurationCommand,
  type NotificationConfiguration,
  PutBucketNotificationConfigurationCommand,
  PutObjectCommand,
  PutObjectTaggingCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { DeleteMessageCommand } from '@aws-sdk/client-sqs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { allowBuckets, createQueue, receive } from '../../support/messaging.ts';

const Bucket = 'notification-rules';
let endpoint: Endpoint;
let s3: S3Client;
let queue: { url: string; arn: string };
beforeAll(async () => {
  endpoint = await startTestEndpoint();
  s3 = clients(endpoint).s3();
  await s3.send(new CreateBucketCommand({ Bucket }));
  queue = await createQueue(endpoint);
  await allowBuckets(endpoint, queue);
});
afterAll(() => endpoint.close());

const put = (NotificationConfiguration: NotificationConfiguration, more = {}) =>
  s3.send(new PutBucketNotificationConfigurationCommand({ Bucket, NotificationConfiguration, ...more }));
const kept = () => s3.send(new GetBucketNotificationConfigurationCommand({ Bucket }));

interface Wanted {
  Id?: string;
  events?: string[];
  rules?: { Name?: string; Value?: string }[];
}

/** A configuration for the queue, with whatever the types of the SDK would not let through. */
function toQueue({ Id, events = ['s3:ObjectCreated:*'], rules }: Wanted) {
  return {
    Id,
    QueueArn: queue.arn,
    Events: events as Event[],
    ...(rules && { Filter: { Key: { FilterRules: rules as { Name: 'prefix'; Value: string }[] } } }),
  };
}

test.each<[string, Wanted[], object]>([
  [
    'an unknown event',
    [{ events: ['s3:ObjectCreated:Patch'] }],
    { message: "The event 's3:ObjectCreated:Patch' is not supported for notifications" },
  ],
  [
    'a rule of another name',
    [{ rules: [{ Name: 'infix', Value: 'x' }] }],
    {
      message: 'filter rule name must be either prefix or suffix',
      ArgumentName: 'FilterRule.Name',
      ArgumentValue: 'infix',
    },
  ],
  [
    'two prefixes',
    [
      {
        rules: [
          { Name: 'prefix', Value: 'a' },
          { Name: 'Prefix', Value: 'b' },
        ],
      },
    ],
    { message: 'Cannot specify more than one prefix rule in a filter.' },
  ],
  ['a rule without a value', [{ rules: [{ Name: 'prefix' }] }], { name: 'MalformedXML' }],
  ['no event', [{ events: [] }], { name: 'MalformedXML' }],
  [
    'one id twice',
    [
      { Id: 'same', events: ['s3:ObjectCreated:*'] },
      { Id: 'same', events: ['s3:ObjectRemoved:*'] },
    ],
    { message: 'Same ID used for multiple configurations. IDs must be unique' },
  ],
  [
    'one event twice',
    [{ events: ['s3:ObjectCreated:*'] }, { events: ['s3:ObjectCreated:Put'] }],
    {
      message: 'Configurations overlap. Configurations on the same bucket cannot share a common event type.',
    },
  ],
  [
    'one event twice for keys that both filters let through',
    [{ rules: [{ Name: 'prefix', Value: 'in/' }] }, { rules: [{ Name: 'suffix', Value: '.csv' }] }],
    {
      message:
        'Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.',
    },
  ],
])('a configuration with %s is refused', async (_what, wanted, refusal) => {
  await expect(put({ QueueConfigurations: wanted.map(toQueue) })).rejects.toMatchObject({
    name: 'InvalidArgument',
    ...refusal,
  });
  expect((await kept()).QueueConfigurations).toBeUndefined();
});

test('ids are made, and the names of rules are written with a capital', async () => {
  await put({
    QueueConfigurations: [
      toQueue({ rules: [{ Name: 'PREFIX', Value: 'in/' }] }),
      toQueue({ rules: [{ Name: 'prefix', Value: 'out/' }] }),
    ],
  });
  const { QueueConfigurations = [] } = await kept();
  expect(QueueConfigurations.map(({ Filter }) => Filter?.Key?.FilterRules)).toEqual([
    [{ Name: 'Prefix', Value: 'in/' }],
    [{ Name: 'Prefix', Value: 'out/' }],
  ]);
  const ids = new Set(QueueConfigurations.map(({ Id }) => Id));
  expect(ids.size).toBe(2);
  expect(ids).not.toContain(undefined);
  await put({});
  expect((await kept()).QueueConfigurations).toBeUndefined();
});

test('a destination that is no ARN is refused by its element, whether it would be checked or not', async () => {
  for (const SkipDestinationValidation of [false, true]) {
    const more = { SkipDestinationValidation };
    const Events: Event[] = ['s3:ObjectCreated:*'];
    await expect(put({ QueueConfigurations: [{ QueueArn: 'nothing', Events }] }, more)).rejects.toMatchObject(
      {
        message: 'The ARN could not be parsed',
        ArgumentName: 'Queue',
        ArgumentValue: 'nothing',
      },
    );
    await expect(put({ TopicConfigurations: [{ TopicArn: queue.arn, Events }] }, more)).rejects.toMatchObject(
      { message: 'The ARN could not be parsed', ArgumentName: 'Topic' },
    );
    await expect(
      put({ LambdaFunctionConfigurations: [{ LambdaFunctionArn: 'arn:aws:lambda', Events }] }, more),
    ).rejects.toMatchObject({ message: 'The ARN could not be parsed', ArgumentName: 'CloudFunction' });
  }
});

test('destinations that are not there are all named', async () => {
  const absent = (name: string) => `arn:aws:sqs:us-east-1:000000000000:${name}`;
  const LambdaFunctionArn = 'arn:aws:lambda:us-east-1:000000000000:function:absent';
  const configuration: NotificationConfiguration = {
    QueueConfigurations: [
      { QueueArn: absent('one'), Events: ['s3:ObjectCreated:*'] },
      { QueueArn: absent('two'), Events: ['s3:ObjectRemoved:*'] },
    ],
    LambdaFunctionConfigurations: [{ LambdaFunctionArn, Events: ['s3:ObjectTagging:*'] }],
  };
  await expect(put(configuration)).rejects.toMatchObject({
    name: 'InvalidArgument',
    message: 'Unable to validate the following destination configurations',
    ArgumentName1: absent('one'),
    ArgumentValue1: 'The destination queue does not exist',
    ArgumentName2: absent('two'),
    ArgumentName3: `${LambdaFunctionArn}, null`,
    ArgumentValue3: `Not authorized to invoke function [${LambdaFunctionArn}]`,
  });
  await put(configuration, { SkipDestinationValidation: true });
  expect((await kept()).QueueConfigurations).toHaveLength(2);
  await put({});
});

test('a queue is told of tags that are put and deleted', async () => {
  const told = await createQueue(endpoint);
  await allowBuckets(endpoint, told);
  const [object, Tagging] = [{ Bucket, Key: 'tagged' }, { TagSet: [{ Key: 'a', Value: '1' }] }];
  await s3.send(new PutObjectCommand({ ...object, Body: 'x' }));
  await put({ QueueConfigurations: [{ QueueArn: told.arn, Events: ['s3:ObjectTagging:*'] }] });
  await s3.send(new PutObjectTaggingCommand({ ...object, Tagging }));
  await s3.send(new DeleteObjectTaggingCommand(object));
  const names: string[] = [];
  while (names.length < 3) {
    for (const { Body = '', ReceiptHandle } of await receive(endpoint, told.url, { wait: 10 })) {
      const { Event, Records = [] } = JSON.parse(Body);
      names.push(Event ?? `${Records[0].eventName} ${Records[0].eventVersion} ${Records[0].s3.object.key}`);
      await clients(endpoint)
        .sqs()
        .send(new DeleteMessageCommand({ QueueUrl: told.url, ReceiptHandle }));
    }
  }
  expect(names.sort()).toEqual([
    'ObjectTagging:Delete 2.3 tagged',
    'ObjectTagging:Put 2.3 tagged',
    's3:TestEvent',
  ]);
});
