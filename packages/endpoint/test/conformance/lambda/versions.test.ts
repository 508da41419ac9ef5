import {
  CreateAliasCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListVersionsByFunctionCommand,
  PublishVersionCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { zipOf } from '../../../src/testing/zip-of.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction } from '../../support/lambda-function.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
const saying = (word: string) =>
  `export const handler = async () => ({ word: '${word}', stage: process.env.STAGE });`;

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
});
afterAll(() => endpoint?.close());

const lambda = () => aws.lambda();
const create = (name: string) =>
  createFunction(aws, { name, source: saying('one'), Environment: { Variables: { STAGE: 'first' } } });
const changeCode = (FunctionName: string, word: string) =>
  lambda().send(
    new UpdateFunctionCodeCommand({ FunctionName, ZipFile: zipOf({ 'index.mjs': saying(word) }) }),
  );
const publish = (FunctionName: string) => lambda().send(new PublishVersionCommand({ FunctionName }));

test('a published version keeps its code and configuration when $LATEST changes', async () => {
  await create('frozen');
  await publish('frozen');
  await changeCode('frozen', 'two');
  await lambda().send(
    new UpdateFunctionConfigurationCommand({
      FunctionName: 'frozen',
      Environment: { Variables: { STAGE: 'second' } },
      Timeout: 9,
    }),
  );
  expect((await invokeFunction(aws, 'frozen:1')).answer).toEqual({ word: 'one', stage: 'first' });
  expect((await invokeFunction(aws, 'frozen')).answer).toEqual({ word: 'two', stage: 'second' });
  const version = await lambda().send(
    new GetFunctionConfigurationCommand({ FunctionName: 'frozen', Qualifier: '1' }),
  );
  expect(version).toMatchObject({
    Version: '1',
    FunctionArn: `${ARN}:frozen:1`,
    Timeout: 3,
    Environment: { Variables: { STAGE: 'first' } },
  });
});

test('publishing what did not change since the last version answers with that version', async () => {
  await create('unchanged');
  const first = await publish('unchanged');
  const again = await publish('unchanged');
  expect([first.Version, again.Version]).toEqual(['1', '1']);
  expect(again.RevisionId).toBe(first.RevisionId);
});

test('changed code, and changed configuration alone, make a new version', async () => {
  await create('changing');
  await publish('changing');
  await changeCode('changing', 'two');
  expect((await publish('changing')).Version).toBe('2');
  await lambda().send(new UpdateFunctionConfigurationCommand({ FunctionName: 'changing', MemorySize: 256 }));
  expect((await publish('changing')).Version).toBe('3');
});

test('the number of a deleted version is not given again', async () => {
  await create('counted');
  await publish('counted');
  await lambda().send(new DeleteFunctionCommand({ FunctionName: 'counted', Qualifier: '1' }));
  await changeCode('counted', 'two');
  expect((await publish('counted')).Version).toBe('2');
});

test('a version has the description it was published with', async () => {
  await create('described');
  const published = await lambda().send(
    new PublishVersionCommand({ FunctionName: 'described', Description: 'release v1' }),
  );
  expect(published.Description).toBe('release v1');
  const latest = await lambda().send(new GetFunctionConfigurationCommand({ FunctionName: 'described' }));
  expect(latest.Description).toBe('');
});

test('publishing with the hash of other code is refused', async () => {
  const { CodeSha256 } = await create('hashed');
  const wrong = new PublishVersionCommand({ FunctionName: 'hashed', CodeSha256: 'c29tZXRoaW5nIGVsc2U=' });
  await expect(lambda().send(wrong)).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringContaining('is different from current CodeSHA256 in $LATEST'),
  });
  const right = await lambda().send(
    new PublishVersionCommand({ FunctionName: 'hashed', ...(CodeSha256 && { CodeSha256 }) }),
  );
  expect(right.Version).toBe('1');
});

test('a change that names an old revision is refused and changes nothing', async () => {
  const { RevisionId } = await create('revised');
  const change = (Timeout: number) =>
    lambda().send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: 'revised',
        Timeout,
        ...(RevisionId && { RevisionId }),
      }),
    );
  await change(5);
  await expect(change(6)).rejects.toMatchObject({
    name: 'PreconditionFailedException',
    $metadata: { httpStatusCode: 412 },
  });
  const now = await lambda().send(new GetFunctionConfigurationCommand({ FunctionName: 'revised' }));
  expect(now.Timeout).toBe(5);
});

test('a dry run of a code change changes nothing', async () => {
  const { CodeSha256 } = await create('dry');
  const ZipFile = zipOf({ 'index.mjs': saying('two') });
  const dry = await lambda().send(
    new UpdateFunctionCodeCommand({ FunctionName: 'dry', ZipFile, DryRun: true }),
  );
  expect(dry.CodeSha256).not.toBe(CodeSha256);
  const now = await lambda().send(new GetFunctionConfigurationCommand({ FunctionName: 'dry' }));
  expect(now.CodeSha256).toBe(CodeSha256);
  expect((await invokeFunction(aws, 'dry')).answer.word).toBe('one');
});

test('code can be changed and published in one step', async () => {
  await create('at-once');
  const published = await lambda().send(
    new UpdateFunctionCodeCommand({
      FunctionName: 'at-once',
      ZipFile: zipOf({ 'index.mjs': saying('two') }),
      Publish: true,
    }),
  );
  expect(published).toMatchObject({ Version: '1', FunctionArn: `${ARN}:at-once:1` });
  expect((await invokeFunction(aws, 'at-once:1')).answer.word).toBe('two');
});

test('versions are listed in order, $LATEST first, in pages', async () => {
  await create('listed');
  for (const word of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']) {
    await changeCode('listed', word);
    await publish('listed');
  }
  const first = await lambda().send(
    new ListVersionsByFunctionCommand({ FunctionName: 'listed', MaxItems: 6 }),
  );
  const second = await lambda().send(
    new ListVersionsByFunctionCommand({ FunctionName: 'listed', Marker: first.NextMarker }),
  );
  expect(first.Versions?.map(({ Version }) => Version)).toEqual(['$LATEST', '1', '2', '3', '4', '5']);
  expect(second.Versions?.map(({ Version }) => Version)).toEqual(['6', '7', '8', '9', '10']);
  expect(second.NextMarker).toBeUndefined();
});

test('a version that an alias points to cannot be deleted', async () => {
  await create('aliased');
  await publish('aliased');
  await lambda().send(
    new CreateAliasCommand({ FunctionName: 'aliased', Name: 'live', FunctionVersion: '1' }),
  );
  const deletion = new DeleteFunctionCommand({ FunctionName: 'aliased', Qualifier: '1' });
  await expect(lambda().send(deletion)).rejects.toMatchObject({
    name: 'ResourceConflictException',
    message: expect.stringContaining('live'),
    $metadata: { httpStatusCode: 409 },
  });
});

test('$LATEST cannot be deleted alone', async () => {
  await create('latest');
  const deletion = new DeleteFunctionCommand({ FunctionName: 'latest', Qualifier: '$LATEST' });
  await expect(lambda().send(deletion)).rejects.toMatchObject({ name: 'InvalidParameterValueException' });
});

test('deleting a function deletes its versions and aliases', async () => {
  await create('gone');
  await publish('gone');
  await lambda().send(new CreateAliasCommand({ FunctionName: 'gone', Name: 'live', FunctionVersion: '1' }));
  await lambda().send(new DeleteFunctionCommand({ FunctionName: 'gone' }));
  for (const qualifier of ['', ':1', ':live']) {
    await expect(
      lambda().send(new GetFunctionCommand({ FunctionName: `gone${qualifier}` })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  }
});
