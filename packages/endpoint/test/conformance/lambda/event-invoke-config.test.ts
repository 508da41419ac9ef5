import {
  DeleteFunctionEventInvokeConfigCommand,
  GetFunctionEventInvokeConfigCommand,
  ListFunctionEventInvokeConfigsCommand,
  PutFunctionEventInvokeConfigCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
const QUEUE = 'arn:aws:sqs:us-east-1:000000000000:failed';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint?.close());

const create = (name: string) =>
  createFunction(aws, { name, source: 'export const handler = async () => 1;', Publish: true });

test('putting a configuration replaces the whole of it, updating keeps what is not named', async () => {
  const FunctionName = 'shop';
  await create(FunctionName);
  await aws.lambda().send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      MaximumRetryAttempts: 1,
      DestinationConfig: { OnFailure: { Destination: QUEUE } },
    }),
  );
  const updated = await aws
    .lambda()
    .send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 120 }));
  expect(updated).toMatchObject({
    FunctionArn: `${ARN}:shop:$LATEST`,
    MaximumRetryAttempts: 1,
    MaximumEventAgeInSeconds: 120,
    DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: QUEUE } },
    LastModified: expect.any(Date),
  });
  await aws
    .lambda()
    .send(new PutFunctionEventInvokeConfigCommand({ FunctionName, MaximumEventAgeInSeconds: 60 }));
  const seen = await aws.lambda().send(new GetFunctionEventInvokeConfigCommand({ FunctionName }));
  expect(seen.MaximumRetryAttempts).toBeUndefined();
  expect(seen.DestinationConfig).toEqual({ OnSuccess: {}, OnFailure: {} });
});

test('updating with an empty destination takes it away', async () => {
  const FunctionName = 'emptied';
  await create(FunctionName);
  await aws.lambda().send(
    new PutFunctionEventInvokeConfigCommand({
      FunctionName,
      DestinationConfig: { OnFailure: { Destination: QUEUE }, OnSuccess: { Destination: QUEUE } },
    }),
  );
  const updated = await aws
    .lambda()
    .send(new UpdateFunctionEventInvokeConfigCommand({ FunctionName, DestinationConfig: { OnFailure: {} } }));
  expect(updated.DestinationConfig).toEqual({ OnSuccess: { Destination: QUEUE }, OnFailure: {} });
});

test('each qualifier has its own configuration, and all are listed', async () => {
  const FunctionName = 'several';
  await create(FunctionName);
  for (const Qualifier of ['$LATEST', '1']) {
    await aws
      .lambda()
      .send(new PutFunctionEventInvokeConfigCommand({ FunctionName, Qualifier, MaximumRetryAttempts: 0 }));
  }
  const list = () => aws.lambda().send(new ListFunctionEventInvokeConfigsCommand({ FunctionName }));
  expect((await list()).FunctionEventInvokeConfigs?.map((config) => config.FunctionArn)).toEqual([
    `${ARN}:several:$LATEST`,
    `${ARN}:several:1`,
  ]);
  await aws.lambda().send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName, Qualifier: '1' }));
  expect((await list()).FunctionEventInvokeConfigs).toHaveLength(1);
});

test('a configuration that is not there is not found', async () => {
  await create('without');
  await expect(
    aws.lambda().send(new GetFunctionEventInvokeConfigCommand({ FunctionName: 'without' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test.each([
  ['more than two retries', { MaximumRetryAttempts: 3 }],
  ['an age of less than a minute', { MaximumEventAgeInSeconds: 59 }],
  ['an age of more than six hours', { MaximumEventAgeInSeconds: 21_601 }],
  ['a FIFO queue as destination', { DestinationConfig: { OnFailure: { Destination: `${QUEUE}.fifo` } } }],
  [
    'an event bus, to which nothing here delivers',
    {
      DestinationConfig: { OnFailure: { Destination: 'arn:aws:events:us-east-1:000000000000:event-bus/b' } },
    },
  ],
])('%s is refused', async (what, settings) => {
  const FunctionName = what.replace(/[^a-z]+/gi, '-');
  await create(FunctionName);
  await expect(
    aws.lambda().send(new PutFunctionEventInvokeConfigCommand({ FunctionName, ...settings })),
  ).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
});
