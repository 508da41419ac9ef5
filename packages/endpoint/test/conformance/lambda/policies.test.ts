import {
  AddPermissionCommand,
  CreateAliasCommand,
  GetPolicyCommand,
  RemovePermissionCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction } from '../../support/lambda-function.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
const SOURCE_ARN = 'arn:aws:execute-api:us-east-1:000000000000:abc/live/GET/profiles';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint?.close());

async function createShop(FunctionName: string) {
  await createFunction(aws, {
    name: FunctionName,
    source: 'export const handler = async () => 1;',
    Publish: true,
  });
  await aws.lambda().send(new CreateAliasCommand({ FunctionName, Name: 'live', FunctionVersion: '1' }));
}

const allow = (FunctionName: string, StatementId: string, more: { Qualifier?: string } = {}) =>
  aws.lambda().send(
    new AddPermissionCommand({
      FunctionName,
      StatementId,
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
      SourceArn: SOURCE_ARN,
      ...more,
    }),
  );

async function statements(FunctionName: string, Qualifier?: string) {
  const { Policy } = await aws
    .lambda()
    .send(new GetPolicyCommand({ FunctionName, ...(Qualifier && { Qualifier }) }));
  return JSON.parse(Policy ?? '').Statement;
}

test('a permission is kept as a statement of the function’s policy', async () => {
  await createShop('shop');
  const { Statement } = await allow('shop', 'api');
  const expected = {
    Sid: 'api',
    Effect: 'Allow',
    Principal: { Service: 'apigateway.amazonaws.com' },
    Action: 'lambda:InvokeFunction',
    Resource: `${ARN}:shop`,
    Condition: { ArnLike: { 'AWS:SourceArn': SOURCE_ARN } },
  };
  expect(JSON.parse(Statement ?? '')).toEqual(expected);
  expect(await statements('shop')).toEqual([expected]);
});

test('an alias has a policy of its own', async () => {
  await createShop('aliased');
  await allow('aliased', 'api', { Qualifier: 'live' });
  expect(await statements('aliased', 'live')).toMatchObject([{ Resource: `${ARN}:aliased:live` }]);
  await expect(statements('aliased')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a statement id can be used once', async () => {
  await createShop('twice');
  await allow('twice', 'api');
  await expect(allow('twice', 'api')).rejects.toMatchObject({ name: 'ResourceConflictException' });
});

test('a removed permission is gone, and with the last one the policy', async () => {
  await createShop('removed');
  await allow('removed', 'one');
  await allow('removed', 'two');
  const remove = (StatementId: string) =>
    aws.lambda().send(new RemovePermissionCommand({ FunctionName: 'removed', StatementId }));
  await remove('one');
  expect(await statements('removed')).toMatchObject([{ Sid: 'two' }]);
  await expect(remove('one')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
  await remove('two');
  await expect(statements('removed')).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('a permission for an alias that does not exist is refused', async () => {
  await createShop('no-alias');
  await expect(allow('no-alias', 'api', { Qualifier: 'canary' })).rejects.toMatchObject({
    name: 'ResourceNotFoundException',
  });
});
