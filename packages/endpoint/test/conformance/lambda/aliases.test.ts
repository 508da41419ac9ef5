import {
  type AliasRoutingConfiguration,
  CreateAliasCommand,
  DeleteAliasCommand,
  GetAliasCommand,
  ListAliasesCommand,
  PublishVersionCommand,
  UpdateAliasCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Endpoint } from '../../../src/endpoint.ts';
import { zipOf } from '../../../src/testing/zip-of.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createFunction, invokeFunction } from '../../support/lambda-function.ts';

const ARN = 'arn:aws:lambda:us-east-1:000000000000:function';
const source = (release: number) =>
  `export const handler = async (event, context) => ({
    release: ${release}, version: context.functionVersion, arn: context.invokedFunctionArn });`;

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
/** What the endpoint draws next; the real thing when it is empty. */
const draws: number[] = [];

beforeAll(async () => {
  endpoint = await startTestEndpoint({ random: () => draws.shift() ?? Math.random() });
  aws = clients(endpoint);
  await createFunction(aws, { name: 'shop', source: source(1), Publish: true });
  for (const release of [2, 3]) {
    const ZipFile = zipOf({ 'index.mjs': source(release) });
    await lambda().send(new UpdateFunctionCodeCommand({ FunctionName: 'shop', ZipFile, Publish: true }));
  }
});
afterAll(() => endpoint?.close());

const lambda = () => aws.lambda();
const routing = (weights: Record<string, number>): AliasRoutingConfiguration => ({
  AdditionalVersionWeights: weights,
});
const createAlias = (Name: string, FunctionVersion: string, weights?: Record<string, number>) =>
  lambda().send(
    new CreateAliasCommand({
      FunctionName: 'shop',
      Name,
      FunctionVersion,
      ...(weights && { RoutingConfig: routing(weights) }),
    }),
  );

async function countVersions(alias: string, invocations: number): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (let i = 0; i < invocations; i += 1) {
    const { executedVersion, answer } = await invokeFunction(aws, 'shop', {}, { Qualifier: alias });
    // The header, the context and the code itself must agree in every single invocation.
    expect(answer).toEqual({
      release: Number(executedVersion),
      version: executedVersion,
      arn: `${ARN}:shop:${alias}`,
    });
    counts[executedVersion ?? 'none'] = (counts[executedVersion ?? 'none'] ?? 0) + 1;
  }
  return counts;
}

test('an alias answers with its version, and the invoked ARN names the alias', async () => {
  await createAlias('plain', '2');
  const { answer, executedVersion } = await invokeFunction(aws, 'shop:plain');
  expect(executedVersion).toBe('2');
  expect(answer).toEqual({ release: 2, version: '2', arn: `${ARN}:shop:plain` });
});

test('an alias may point to $LATEST', async () => {
  await createAlias('newest', '$LATEST');
  expect((await invokeFunction(aws, 'shop:newest')).executedVersion).toBe('$LATEST');
});

describe('a weighted alias', () => {
  // A minute is not always enough for a thousand round trips on a busy machine.
  test('gives the additional version its share of 1,000 invocations, within statistical bounds', {
    timeout: 300_000,
  }, async () => {
    await createAlias('canary', '1', { '2': 0.3 });
    const counts = await countVersions('canary', 1000);
    // Four standard deviations of a binomial distribution: missed once in 16,000 runs.
    const deviation = Math.sqrt(1000 * 0.3 * 0.7);
    expect(counts['1']).toBe(1000 - (counts['2'] ?? 0));
    expect(Math.abs((counts['2'] ?? 0) - 300)).toBeLessThan(4 * deviation);
  });

  test('draws once for each invocation: below the weight is the additional version', async () => {
    await createAlias('drawn', '1', { '2': 0.5 });
    draws.push(0, 0.499, 0.5, 0.999, 0.25);
    const seen: unknown[] = [];
    for (let i = 0; i < 5; i += 1) seen.push((await invokeFunction(aws, 'shop:drawn')).executedVersion);
    expect(seen).toEqual(['2', '2', '1', '1', '2']);
    expect(draws).toEqual([]);
  });

  test.each([
    [0, '1'],
    [1, '2'],
  ])('with a weight of %d sends everything to version %s', async (weight, version) => {
    await createAlias(`all-${version}`, '1', { '2': weight });
    expect(await countVersions(`all-${version}`, 20)).toEqual({ [version]: 20 });
  });

  test('takes a new weight at once', async () => {
    await createAlias('shifting', '1', { '2': 0 });
    expect(await countVersions('shifting', 5)).toEqual({ '1': 5 });
    await lambda().send(
      new UpdateAliasCommand({ FunctionName: 'shop', Name: 'shifting', RoutingConfig: routing({ '2': 1 }) }),
    );
    expect(await countVersions('shifting', 5)).toEqual({ '2': 5 });
  });
});

describe('an update', () => {
  test('keeps what it does not name', async () => {
    await createAlias('kept', '1', { '2': 0.5 });
    const updated = await lambda().send(
      new UpdateAliasCommand({ FunctionName: 'shop', Name: 'kept', Description: 'canary' }),
    );
    expect(updated).toMatchObject({
      FunctionVersion: '1',
      Description: 'canary',
      RoutingConfig: routing({ '2': 0.5 }),
    });
  });

  test('with empty weights takes the alias back to one version', async () => {
    await createAlias('back', '1', { '2': 0.5 });
    await lambda().send(
      new UpdateAliasCommand({ FunctionName: 'shop', Name: 'back', RoutingConfig: routing({}) }),
    );
    const alias = await lambda().send(new GetAliasCommand({ FunctionName: 'shop', Name: 'back' }));
    expect(alias.RoutingConfig).toBeUndefined();
  });

  test('that names an old revision is refused', async () => {
    const { RevisionId } = await createAlias('revised', '1');
    const update = (FunctionVersion: string) =>
      lambda().send(
        new UpdateAliasCommand({
          FunctionName: 'shop',
          Name: 'revised',
          FunctionVersion,
          ...(RevisionId && { RevisionId }),
        }),
      );
    await update('2');
    await expect(update('3')).rejects.toMatchObject({
      name: 'PreconditionFailedException',
      $metadata: { httpStatusCode: 412 },
    });
  });
});

describe('is refused:', () => {
  test.each([
    ['more than two versions', '1', { '2': 0.1, '3': 0.1 }, 'cannot be greater than 1'],
    ['weights beside $LATEST', '$LATEST', { '2': 0.1 }, '$LATEST is not supported'],
    ['a weight for the version itself', '1', { '1': 0.1 }, 'already included in routing configuration'],
  ])('%s', async (_what, version, weights, message) => {
    await expect(createAlias('refused', version, weights)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining(message),
    });
  });

  test.each([-0.1, 1.1])('a weight of %d', async (weight) => {
    await expect(createAlias('refused', '1', { '2': weight })).rejects.toMatchObject({
      name: 'ValidationException',
    });
  });

  test('a version that does not exist, as the first or the additional one', async () => {
    const refusal = { name: 'ResourceNotFoundException', message: `Function not found: ${ARN}:shop:77` };
    await expect(createAlias('refused', '77')).rejects.toMatchObject(refusal);
    await expect(createAlias('refused', '1', { '77': 0.5 })).rejects.toMatchObject(refusal);
  });

  test('a name that looks like a version', async () => {
    await expect(createAlias('12', '1')).rejects.toMatchObject({ name: 'ValidationException' });
  });

  test('a name that is taken', async () => {
    await createAlias('taken', '1');
    await expect(createAlias('taken', '1')).rejects.toMatchObject({
      name: 'ResourceConflictException',
      message: `Alias already exists: ${ARN}:shop:taken`,
    });
  });

  test.each([
    ['another role', { Role: 'arn:aws:iam::000000000000:role/another' }, 'same execution role'],
    [
      'another dead-letter queue',
      { DeadLetterConfig: { TargetArn: 'arn:aws:sqs:us-east-1:000000000000:dead' } },
      'same dead-letter queue',
    ],
  ])('two versions with %s', async (what, change, message) => {
    const name = what.replaceAll(' ', '-');
    await createFunction(aws, { name, source: source(1), Publish: true });
    await lambda().send(new UpdateFunctionConfigurationCommand({ FunctionName: name, ...change }));
    await lambda().send(new PublishVersionCommand({ FunctionName: name }));
    const alias = new CreateAliasCommand({
      FunctionName: name,
      Name: 'live',
      FunctionVersion: '1',
      RoutingConfig: routing({ '2': 0.5 }),
    });
    await expect(lambda().send(alias)).rejects.toMatchObject({
      name: 'InvalidParameterValueException',
      message: expect.stringContaining(message),
    });
  });
});

test('an alias that was deleted is not found any more', async () => {
  await createAlias('passing', '1');
  await lambda().send(new DeleteAliasCommand({ FunctionName: 'shop', Name: 'passing' }));
  await expect(
    lambda().send(new GetAliasCommand({ FunctionName: 'shop', Name: 'passing' })),
  ).rejects.toMatchObject({ name: 'ResourceNotFoundException' });
});

test('the aliases of one version are listed, also where it is the additional one', async () => {
  await createAlias('of-3', '3');
  await createAlias('partly-3', '1', { '3': 0.1 });
  const { Aliases } = await lambda().send(
    new ListAliasesCommand({ FunctionName: 'shop', FunctionVersion: '3' }),
  );
  expect(Aliases?.map(({ Name }) => Name)).toEqual(['of-3', 'partly-3']);
});
