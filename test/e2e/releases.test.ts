import {
  AddPermissionCommand,
  GetPolicyCommand,
  InvokeCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readReleases, versionOf } from '../../driver/releases.ts';
import { ALIAS } from '../../driver/system.ts';
import { recreatedTraffic, type Traffic } from '../../driver/traffic.ts';
import { afterOnce, failOnce } from '../../packages/endpoint/test/support/sdk-faults.ts';
import { deployedShop } from './support/deployed-shop.ts';

const PROXY_EVENT = {
  resource: '/profiles/{userId}',
  path: '/profiles/nobody',
  httpMethod: 'GET',
  headers: {},
  multiValueHeaders: {},
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  pathParameters: { userId: 'nobody' },
  stageVariables: null,
  requestContext: { requestId: 'test', stage: 'live', identity: {} },
  body: null,
  isBase64Encoded: false,
};

async function invokeLive(shop: Awaited<ReturnType<typeof deployedShop>>) {
  const { functionName } = shop.system.services.profiles;
  const { ExecutedVersion, Payload } = await shop.aws.lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      Qualifier: 'live',
      Payload: JSON.stringify(PROXY_EVENT),
    }),
  );
  const answer = JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
  return { version: ExecutedVersion, release: answer.headers['x-dataflow-release'] };
}

test('a later deployment keeps the versions before it, and the alias where it was', async () => {
  const shop = await deployedShop();
  const { functionName } = shop.system.services.profiles;
  const releases = await readReleases(shop.aws.lambda, functionName);
  expect([...releases.keys()].sort()).toEqual(['v1', 'v1-naive', 'v2']);
  expect(new Set(releases.values()).size).toBe(3);
  expect(await shop.traffic.read(functionName)).toEqual({ version: versionOf(releases, 'v1') });
  expect(await invokeLive(shop)).toEqual({ version: versionOf(releases, 'v1'), release: 'v1' });
});

describe.each<[string, (shop: Awaited<ReturnType<typeof deployedShop>>) => Traffic]>([
  ['weights of the alias', (shop) => shop.traffic],
  ['an alias that is deleted and created with weights', ({ aws }) => recreatedTraffic(aws.lambda)],
])('traffic is shifted by %s', (_way, trafficOf) => {
  test('both versions answer, over Invoke and over HTTP, and each says which it is', async () => {
    const shop = await deployedShop();
    const { functionName } = shop.system.services.profiles;
    const releases = await readReleases(shop.aws.lambda, functionName);
    const [v1, v2] = [versionOf(releases, 'v1'), versionOf(releases, 'v2')];
    const traffic = trafficOf(shop);
    try {
      const split = { version: v1, canary: { version: v2, weight: 0.5 } };
      await traffic.shift(functionName, split);
      expect(await traffic.read(functionName)).toEqual(split);

      const executed = new Set<string>();
      const answered = new Set<string>();
      for (let request = 0; request < 60; request += 1) {
        const { version, release } = await invokeLive(shop);
        executed.add(`${version} ${release}`);
        answered.add((await shop.shop.send('profiles', 'GET', '/profiles/nobody')).release ?? 'nobody');
      }
      expect([...executed].sort()).toEqual([`${v1} v1`, `${v2} v2`].sort());
      expect([...answered].sort()).toEqual(['v1', 'v2']);
    } finally {
      await traffic.shift(functionName, { version: v1 });
    }
    expect(await traffic.read(functionName)).toEqual({ version: v1 });
    expect((await shop.shop.send('profiles', 'GET', '/profiles/nobody')).release).toBe('v1');
  });
});

describe('an alias that is deleted and created with weights', () => {
  async function recreated() {
    const shop = await deployedShop();
    const { functionName } = shop.system.services.profiles;
    const releases = await readReleases(shop.aws.lambda, functionName);
    const [v1, v2] = [versionOf(releases, 'v1'), versionOf(releases, 'v2')];
    const traffic = recreatedTraffic(shop.aws.lambda);
    onTestFinished(() => traffic.shift(functionName, { version: v1 }));
    const split = { version: v1, canary: { version: v2, weight: 0.5 } };
    return { ...shop, functionName, traffic, v1, split };
  }

  test('keeps its permissions, whether the endpoint keeps them for the next alias or not', async () => {
    const { aws, functionName, traffic, split } = await recreated();
    const before = await statements(aws.lambda, functionName);
    expect(before.length).toBeGreaterThan(1);
    // As LocalStack does: a permission of the deleted alias belongs to the new one.
    afterOnce(aws.lambda, 'CreateAliasCommand', async () => {
      const { Sid, Action, Principal, Condition } = before[0] as Statement;
      await aws.lambda.send(
        new AddPermissionCommand({
          FunctionName: functionName,
          Qualifier: ALIAS,
          StatementId: Sid,
          Action,
          Principal: Principal.Service,
          SourceArn: Condition.ArnLike['AWS:SourceArn'],
        }),
      );
    });
    await traffic.shift(functionName, split);
    expect(await traffic.read(functionName)).toEqual(split);
    expect(await statements(aws.lambda, functionName)).toEqual(before);
  });

  test('is put back as it was when it cannot be created', async () => {
    const { aws, functionName, traffic, v1, split } = await recreated();
    const before = await statements(aws.lambda, functionName);
    failOnce(aws.lambda, 'CreateAliasCommand');
    await expect(traffic.shift(functionName, split)).rejects.toThrow('injected failure');
    expect(await traffic.read(functionName)).toEqual({ version: v1 });
    expect(await statements(aws.lambda, functionName)).toEqual(before);
  });

  test('is never deleted to send all traffic to one version', async () => {
    const { aws, functionName, traffic, split, v1 } = await recreated();
    await traffic.shift(functionName, split);
    failOnce(aws.lambda, 'DeleteAliasCommand');
    await traffic.shift(functionName, { version: v1 });
    expect(await traffic.read(functionName)).toEqual({ version: v1 });
  });
});

interface Statement {
  Sid: string;
  Action: string;
  Principal: { Service: string };
  Condition: { ArnLike: Record<string, string> };
}

async function statements(lambda: LambdaClient, functionName: string): Promise<Statement[]> {
  const { Policy = '' } = await lambda.send(
    new GetPolicyCommand({ FunctionName: functionName, Qualifier: ALIAS }),
  );
  const { Statement: found }: { Statement: Statement[] } = JSON.parse(Policy);
  return found.sort((a, b) => a.Sid.localeCompare(b.Sid));
}
