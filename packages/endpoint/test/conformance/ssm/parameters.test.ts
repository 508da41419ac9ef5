import {
  DeleteParameterCommand,
  DeleteParametersCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  GetParameterHistoryCommand,
  GetParametersByPathCommand,
  GetParametersCommand,
  PutParameterCommand,
} from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { manualClock } from '../../../src/testing/manual-clock.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';

const clock = manualClock();
let endpoint: Endpoint;
beforeAll(async () => {
  endpoint = await startTestEndpoint({ clock });
});
afterAll(() => endpoint.close());

const ssm = () => clients(endpoint).ssm();
const put = (name: string, value: string, more = {}) =>
  ssm().send(new PutParameterCommand({ Name: name, Value: value, Type: 'String', ...more }));

test('a parameter is read back with its version, ARN and time', async () => {
  expect(await put('/shop/currency', 'GBP')).toMatchObject({ Version: 1, Tier: 'Standard' });
  const { Parameter } = await ssm().send(new GetParameterCommand({ Name: '/shop/currency' }));
  expect(Parameter).toEqual({
    Name: '/shop/currency',
    Type: 'String',
    Value: 'GBP',
    Version: 1,
    LastModifiedDate: new Date(clock.now()),
    ARN: 'arn:aws:ssm:us-east-1:000000000000:parameter/shop/currency',
    DataType: 'text',
  });
});

test('a parameter that exists is only replaced when overwriting was asked for', async () => {
  await put('/twice', 'first');
  await expect(put('/twice', 'second')).rejects.toMatchObject({ name: 'ParameterAlreadyExists' });
  expect(await put('/twice', 'second', { Overwrite: true })).toMatchObject({ Version: 2 });
  const { Parameter } = await ssm().send(new GetParameterCommand({ Name: '/twice' }));
  expect(Parameter).toMatchObject({ Value: 'second', Version: 2 });
});

test('an older version is read by its number', async () => {
  await put('/versions', 'one');
  await put('/versions', 'two', { Overwrite: true });
  const { Parameter } = await ssm().send(new GetParameterCommand({ Name: '/versions:1' }));
  expect(Parameter).toMatchObject({ Value: 'one', Version: 1, Selector: ':1' });
  await expect(ssm().send(new GetParameterCommand({ Name: '/versions:9' }))).rejects.toMatchObject({
    name: 'ParameterVersionNotFound',
  });
});

test('a parameter is found by its ARN', async () => {
  await put('by-arn', 'here');
  const Name = 'arn:aws:ssm:us-east-1:000000000000:parameter/by-arn';
  const { Parameter } = await ssm().send(new GetParameterCommand({ Name }));
  expect(Parameter?.Value).toBe('here');
});

test('the history lists every version, oldest first', async () => {
  await put('/history', 'one');
  await put('/history', 'two', { Overwrite: true });
  const { Parameters } = await ssm().send(new GetParameterHistoryCommand({ Name: '/history' }));
  expect(Parameters?.map(({ Value }) => Value)).toEqual(['one', 'two']);
});

test('a parameter that does not exist is refused by name', async () => {
  const missing = '/cdk-bootstrap/hnb659fds/version';
  await expect(ssm().send(new GetParameterCommand({ Name: missing }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
    message: expect.stringContaining(missing),
  });
});

test('several parameters are read at once, and the unknown ones named', async () => {
  await put('/several/a', '1');
  const answer = await ssm().send(new GetParametersCommand({ Names: ['/several/a', '/several/b'] }));
  expect(answer.Parameters?.map(({ Name }) => Name)).toEqual(['/several/a']);
  expect(answer.InvalidParameters).toEqual(['/several/b']);
});

test('a path gives one level, or all of them when recursive', async () => {
  for (const name of ['/tree/a', '/tree/b', '/tree/deep/c', '/treehouse']) await put(name, 'x');
  const names = async (Recursive: boolean) => {
    const { Parameters } = await ssm().send(new GetParametersByPathCommand({ Path: '/tree', Recursive }));
    return Parameters?.map(({ Name }) => Name);
  };
  expect(await names(false)).toEqual(['/tree/a', '/tree/b']);
  expect(await names(true)).toEqual(['/tree/a', '/tree/b', '/tree/deep/c']);
});

test('a path is read page by page', async () => {
  for (const name of ['/pages/a', '/pages/b', '/pages/c']) await put(name, 'x');
  const first = await ssm().send(new GetParametersByPathCommand({ Path: '/pages', MaxResults: 2 }));
  const second = await ssm().send(
    new GetParametersByPathCommand({ Path: '/pages', MaxResults: 2, NextToken: first.NextToken }),
  );
  expect([first, second].map(({ Parameters }) => Parameters?.map(({ Name }) => Name))).toEqual([
    ['/pages/a', '/pages/b'],
    ['/pages/c'],
  ]);
  expect(second.NextToken).toBeUndefined();
});

test('parameters are described without their values', async () => {
  await put('/described', 'secret of the trade', { Description: 'what it is for' });
  const { Parameters } = await ssm().send(
    new DescribeParametersCommand({ ParameterFilters: [{ Key: 'Name', Values: ['/described'] }] }),
  );
  expect(Parameters).toHaveLength(1);
  expect(Parameters?.[0]).toMatchObject({ Name: '/described', Description: 'what it is for', Version: 1 });
  expect(JSON.stringify(Parameters)).not.toContain('secret of the trade');
});

test('a secure string is ciphertext until decryption is asked for', async () => {
  await put('/secret', 'open sesame', { Type: 'SecureString' });
  const read = async (WithDecryption: boolean) =>
    (await ssm().send(new GetParameterCommand({ Name: '/secret', WithDecryption }))).Parameter?.Value;
  expect(await read(false)).not.toContain('sesame');
  expect(await read(true)).toBe('open sesame');
});

test('a standard parameter holds 4,096 characters and an advanced one 8,192', async () => {
  await expect(put('/big', 'x'.repeat(4097))).rejects.toMatchObject({ name: 'ValidationException' });
  expect(await put('/big', 'x'.repeat(8192), { Tier: 'Advanced' })).toMatchObject({ Tier: 'Advanced' });
  await expect(put('/bigger', 'x'.repeat(8193), { Tier: 'Advanced' })).rejects.toMatchObject({
    name: 'ValidationException',
  });
});

test('intelligent tiering picks the tier by the size of the value', async () => {
  expect(await put('/tier/small', 'x', { Tier: 'Intelligent-Tiering' })).toMatchObject({ Tier: 'Standard' });
  expect(await put('/tier/large', 'x'.repeat(5000), { Tier: 'Intelligent-Tiering' })).toMatchObject({
    Tier: 'Advanced',
  });
});

test('a value must match the allowed pattern', async () => {
  await expect(put('/digits', 'abc', { AllowedPattern: '\\d+' })).rejects.toMatchObject({
    name: 'ParameterPatternMismatchException',
  });
  await put('/digits', '123', { AllowedPattern: '\\d+' });
});

test('a pattern that takes too long to test is refused, and other requests are answered meanwhile', async () => {
  await put('/quick', 'x');
  const slow = expect(put('/slow', `${'a'.repeat(50)}!`, { AllowedPattern: '(a+)+' })).rejects.toMatchObject({
    name: 'InvalidAllowedPatternException',
  });
  const first = await Promise.race([
    slow.then(() => 'slow'),
    ssm()
      .send(new GetParameterCommand({ Name: '/quick' }))
      .then(() => 'quick'),
  ]);
  expect(first).toBe('quick');
  await slow;
});

test('of two that create one parameter at a time, one is refused', async () => {
  const both = await Promise.allSettled([
    put('/once', '1', { AllowedPattern: '\\d' }),
    put('/once', '2', { AllowedPattern: '\\d' }),
  ]);
  expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
});

test.each([
  ['aws-prefixed', 'ValidationException'],
  ['no/leading/slash', 'ValidationException'],
  ['/has space', 'ValidationException'],
  [`/${Array.from({ length: 16 }, () => 'level').join('/')}`, 'HierarchyLevelLimitExceededException'],
])('the name %s is refused', async (name, code) => {
  await expect(put(name, 'x')).rejects.toMatchObject({ name: code });
});

test('a deleted parameter is gone', async () => {
  await put('/doomed', 'x');
  await ssm().send(new DeleteParameterCommand({ Name: '/doomed' }));
  await expect(ssm().send(new DeleteParameterCommand({ Name: '/doomed' }))).rejects.toMatchObject({
    name: 'ParameterNotFound',
  });
});

test('deleting several parameters names those that were not there', async () => {
  await put('/doomed/a', 'x');
  const answer = await ssm().send(new DeleteParametersCommand({ Names: ['/doomed/a', '/doomed/b'] }));
  expect(answer).toMatchObject({ DeletedParameters: ['/doomed/a'], InvalidParameters: ['/doomed/b'] });
});
