import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateFunctionCommand,
  type CreateFunctionCommandInput,
  DeleteFunctionCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  ListFunctionsCommand,
  ListTagsCommand,
  type Runtime,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import { type Endpoint, startEndpoint } from '../../../src/endpoint.ts';
import { zipOf } from '../../../src/testing/zip-of.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction, TEST_ROLE } from '../../support/lambda-function.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
const SOURCE = 'export const handler = async () => "hello";';

let directory: string;
let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'lambda-functions-'));
  endpoint = await startTestEndpoint({ dataDirectory: directory });
  aws = clients(endpoint);
});
afterAll(async () => {
  await endpoint?.close();
  await rm(directory, { recursive: true, force: true });
});

const lambda = () => aws.lambda();
const create = (input: Partial<CreateFunctionCommandInput> = {}) =>
  lambda().send(
    new CreateFunctionCommand({
      FunctionName: 'new',
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: TEST_ROLE,
      Code: { ZipFile: zipOf({ 'index.mjs': SOURCE }) },
      ...input,
    }),
  );

test('a new function is Pending in the answer, can be used at once, and shows all defaults', async () => {
  const created = await create({ FunctionName: 'fresh', Description: 'says hello' });
  expect(created).toMatchObject({
    FunctionName: 'fresh',
    FunctionArn: `${ARN}:fresh`,
    Runtime: 'nodejs24.x',
    Handler: 'index.handler',
    Role: TEST_ROLE,
    Description: 'says hello',
    Timeout: 3,
    MemorySize: 128,
    Version: '$LATEST',
    State: 'Pending',
    StateReason: 'The function is being created.',
    StateReasonCode: 'Creating',
    PackageType: 'Zip',
    Architectures: ['x86_64'],
    EphemeralStorage: { Size: 512 },
    TracingConfig: { Mode: 'PassThrough' },
    LoggingConfig: { LogFormat: 'Text', LogGroup: '/aws/lambda/fresh' },
    CodeSha256: expect.stringMatching(/^[A-Za-z0-9+/]{43}=$/),
    LastModified: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+0000$/),
  });
  const { $metadata: _, ...seen } = await lambda().send(
    new GetFunctionConfigurationCommand({ FunctionName: 'fresh' }),
  );
  const { State, StateReason, StateReasonCode, $metadata: __, ...rest } = created;
  expect(seen).toEqual({ ...rest, State: 'Active', LastUpdateStatus: 'Successful' });
  expect((await invokeFunction(aws, 'fresh')).status).toBe(200);
});

test('the code of a function can be downloaded from where GetFunction says it is', async () => {
  const archive = zipOf({ 'index.mjs': SOURCE, 'notes.txt': 'downloaded' });
  await create({ FunctionName: 'download', Code: { ZipFile: archive } });
  const { Code } = await lambda().send(new GetFunctionCommand({ FunctionName: 'download' }));
  const response = await fetch(Code?.Location ?? '');
  expect(Buffer.from(await response.arrayBuffer()).equals(archive)).toBe(true);
});

test('a function can be created and changed from a package in S3', async () => {
  await aws.s3().send(new CreateBucketCommand({ Bucket: 'packages' }));
  for (const word of ['one', 'two']) {
    const Body = zipOf({ 'index.mjs': `export const handler = async () => '${word}';` });
    await aws.s3().send(new PutObjectCommand({ Bucket: 'packages', Key: `${word}.zip`, Body }));
  }
  await create({ FunctionName: 'from-s3', Code: { S3Bucket: 'packages', S3Key: 'one.zip' } });
  expect((await invokeFunction(aws, 'from-s3')).answer).toBe('one');
  await lambda().send(
    new UpdateFunctionCodeCommand({ FunctionName: 'from-s3', S3Bucket: 'packages', S3Key: 'two.zip' }),
  );
  expect((await invokeFunction(aws, 'from-s3')).answer).toBe('two');
});

test('a package that is not in S3 is refused with the reason of S3', async () => {
  await aws.s3().send(new CreateBucketCommand({ Bucket: 'empty-packages' }));
  await expect(create({ Code: { S3Bucket: 'empty-packages', S3Key: 'none.zip' } })).rejects.toMatchObject({
    name: 'InvalidParameterValueException',
    message: expect.stringContaining('S3 Error Code: NoSuchKey'),
  });
});

test.each<[string, Partial<CreateFunctionCommandInput>]>([
  ['Layers', { Layers: ['arn:aws:lambda:us-east-1:000000000000:layer:l:1'] }],
  ['VpcConfig.SubnetIds', { VpcConfig: { SubnetIds: ['subnet-1'] } }],
  ['PackageType Image', { PackageType: 'Image', Code: { ImageUri: 'image' } }],
  [
    'Code.SourceKMSKeyArn',
    { Code: { ZipFile: zipOf({ a: '' }), SourceKMSKeyArn: 'arn:aws:kms:us-east-1:000000000000:key/k' } },
  ],
])('%s, which nothing here would honour, is refused by name', async (what, input) => {
  await expect(create(input)).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining(`lambda:CreateFunction with ${what}.`),
  });
});

test('members that say nothing are taken', async () => {
  const nothing = { Layers: [], VpcConfig: { SubnetIds: [], SecurityGroupIds: [] } };
  expect((await create({ FunctionName: 'plain', ...nothing })).FunctionName).toBe('plain');
});

test('a name that is taken is refused', async () => {
  await create({ FunctionName: 'taken' });
  await expect(create({ FunctionName: 'taken' })).rejects.toMatchObject({
    name: 'ResourceConflictException',
    message: 'Function already exist: taken',
    $metadata: { httpStatusCode: 409 },
  });
});

const FIFTY_ONE = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`tag-${index}`, '']));

describe('CreateFunction refuses', () => {
  const refused: [string, Partial<CreateFunctionCommandInput>, string][] = [
    [
      'a runtime that it cannot run',
      { Runtime: 'python3.13' },
      'The embedded endpoint does not run python3.13 functions',
    ],
    [
      'a runtime that AWS has withdrawn',
      { Runtime: 'nodejs14.x' },
      'The runtime parameter of nodejs14.x is no longer supported for creating or updating AWS Lambda functions.',
    ],
    [
      'a runtime that does not exist',
      // AWS takes no upper case either.
      { Runtime: 'NODEJS24.x' as Runtime },
      "Value NODEJS24.x at 'runtime' failed to satisfy constraint: Member must satisfy enum value set",
    ],
    ['no runtime', { Runtime: undefined }, 'Runtime and Handler are mandatory parameters'],
    ['no handler', { Handler: undefined }, 'Runtime and Handler are mandatory parameters'],
    ['more than 50 tags', { Tags: FIFTY_ONE }, 'Number of tags exceeds resource tag limit.'],
    ['less than 128 MB of memory', { MemorySize: 127 }, 'MemorySize'],
    ['more than 10,240 MB of memory', { MemorySize: 10_241 }, 'MemorySize'],
    ['a timeout of nothing', { Timeout: 0 }, 'Timeout'],
    ['a timeout of more than 15 minutes', { Timeout: 901 }, 'Timeout'],
    ['a handler with white space', { Handler: 'index handler' }, 'Handler'],
    ['a role that is no ARN', { Role: 'admin' }, 'Role'],
    ['a name with other characters', { FunctionName: 'my function' }, 'functionName'],
    ['a name with a qualifier', { FunctionName: 'name:live' }, 'functionName'],
    [
      'a name of more than 64 characters',
      { FunctionName: 'x'.repeat(65) },
      'length less than or equal to 64',
    ],
    ['no code at all', { Code: {} }, 'Please provide a source for function code'],
    ['something that is no archive', { Code: { ZipFile: Buffer.from('no zip') } }, 'Could not unzip'],
    ['an empty archive', { Code: { ZipFile: zipOf({}) } }, 'non-empty zip'],
    ['a path out of the package', { Code: { ZipFile: zipOf({ '../evil.mjs': '' }) } }, 'Could not unzip'],
    ['an absolute path', { Code: { ZipFile: zipOf({ '/tmp/evil.mjs': '' }) } }, 'Could not unzip'],
    ['a reserved variable', { Environment: { Variables: { AWS_REGION: 'x' } } }, 'AWS_REGION'],
    [
      'a malformed variable name',
      { Environment: { Variables: { '1st': 'x' } } },
      'environment variable name',
    ],
    ['variables over 4 KB', { Environment: { Variables: { BIG: 'x'.repeat(4096) } } }, '4KB limit'],
    [
      'a FIFO dead-letter queue',
      { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead.fifo' } },
      'standard SQS queue',
    ],
  ];
  test.each(refused)('%s', async (_what, input, message) => {
    await expect(create(input)).rejects.toMatchObject({
      name: expect.stringMatching(/^(InvalidParameterValueException|ValidationException)$/),
      message: expect.stringContaining(message),
      $metadata: { httpStatusCode: 400 },
    });
    await expect(lambda().send(new GetFunctionCommand({ FunctionName: 'new' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});

test('a change of configuration keeps what it does not name', async () => {
  await create({ FunctionName: 'tuned', Environment: { Variables: { STAGE: 'test' } }, Timeout: 7 });
  const changed = await lambda().send(
    new UpdateFunctionConfigurationCommand({ FunctionName: 'tuned', MemorySize: 512 }),
  );
  expect(changed).toMatchObject({
    MemorySize: 512,
    Timeout: 7,
    Environment: { Variables: { STAGE: 'test' } },
  });
});

test('functions are listed in the order of their names, with all versions if asked for', async () => {
  const own = await startTestEndpoint();
  const there = clients(own);
  for (const name of ['b', 'a', 'c'])
    await createFunction(there, { name, source: SOURCE, Publish: name === 'a' });
  const first = await there.lambda().send(new ListFunctionsCommand({ MaxItems: 2 }));
  const second = await there.lambda().send(new ListFunctionsCommand({ Marker: first.NextMarker }));
  const all = await there.lambda().send(new ListFunctionsCommand({ FunctionVersion: 'ALL' }));
  await own.close();
  expect([first, second].map(({ Functions }) => Functions?.map((one) => one.FunctionName))).toEqual([
    ['a', 'b'],
    ['c'],
  ]);
  expect(all.Functions?.map((one) => one.FunctionArn)).toEqual([
    `${ARN}:a:$LATEST`,
    `${ARN}:a:1`,
    `${ARN}:b:$LATEST`,
    `${ARN}:c:$LATEST`,
  ]);
});

test('tags are added, listed and removed', async () => {
  await create({ FunctionName: 'tagged', Tags: { team: 'shop', stage: 'test' } });
  const Resource = `${ARN}:tagged`;
  await lambda().send(new TagResourceCommand({ Resource, Tags: { owner: 'me', stage: 'live' } }));
  await lambda().send(new UntagResourceCommand({ Resource, TagKeys: ['team'] }));
  const { Tags } = await lambda().send(new ListTagsCommand({ Resource }));
  expect(Tags).toEqual({ stage: 'live', owner: 'me' });
});

test('an operation that is not there is named', async () => {
  const { GetFunctionUrlConfigCommand } = await import('@aws-sdk/client-lambda');
  await expect(
    lambda().send(new GetFunctionUrlConfigCommand({ FunctionName: 'fresh' })),
  ).rejects.toMatchObject({
    name: 'NotImplemented',
    message: expect.stringContaining('lambda:GetFunctionUrlConfig'),
  });
});

test('the account settings count functions and code', async () => {
  const { AccountLimit, AccountUsage } = await lambda().send(new GetAccountSettingsCommand({}));
  expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, CodeSizeZipped: 52_428_800 });
  expect(AccountUsage?.FunctionCount).toBeGreaterThan(0);
});

test('code that no version uses any more is removed from the disk', async () => {
  const packages = join(directory, 'lambda', 'code');
  const archive = zipOf({ 'index.mjs': `${SOURCE} // to be deleted` });
  const { CodeSha256 } = await create({ FunctionName: 'brief', Code: { ZipFile: archive } });
  const id = Buffer.from(CodeSha256 ?? '', 'base64').toString('hex');
  expect(await readdir(packages)).toContain(id);
  await lambda().send(new DeleteFunctionCommand({ FunctionName: 'brief' }));
  await eventually('the package is gone', () => !existsSync(join(packages, id)));
});

test('functions, versions and code survive a restart with a data directory', async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'lambda-restart-'));
  const before = await startEndpoint({ port: 0, dataDirectory });
  await createFunction(clients(before), { name: 'kept', source: SOURCE, Publish: true, Tags: { a: 'b' } });
  await before.close();
  const after = await startEndpoint({ port: 0, dataDirectory });
  const { answer, executedVersion } = await invokeFunction(clients(after), 'kept:1');
  await after.close();
  await rm(dataDirectory, { recursive: true, force: true });
  expect({ answer, executedVersion }).toEqual({ answer: 'hello', executedVersion: '1' });
});
