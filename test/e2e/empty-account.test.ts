import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { DeleteTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import { spawnEndpoint } from '@modes-of-dataflow/endpoint';
import { expect, onTestFinished, test } from 'vitest';
import { createAssemblies, synthesizeReleases } from '../../bin/deploy/assemblies.ts';
import { bootstrap, deploy } from '../../bin/deploy/cdk.ts';
import { deployedReleases } from '../../bin/deploy/deployed.ts';
import { openShop } from '../../bin/open-shop.ts';
import { awsAccess } from '../../driver/aws-access.ts';
import { endpointTarget } from '../../driver/targets/endpoint.ts';
import { profileKey } from '../../schemas/items/profile-item.ts';
import { dataflow } from './support/command-line.ts';

const signal = new AbortController().signal;

async function emptyAccount() {
  const endpoint = await spawnEndpoint({ port: 0 });
  onTestFinished(() => endpoint.close());
  return endpointTarget('embedded', endpoint.url, 'us-east-1');
}

test('going straight to v2 fails before anything is changed, and says why', async () => {
  const target = await emptyAccount();
  const assemblies = await createAssemblies();
  onTestFinished(() => assemblies.remove());
  await synthesizeReleases(assemblies, ['v2'], { protectData: false, signal });
  await bootstrap(target, '000000000000', { signal });

  await expect(deploy(target, assemblies.of('v2'), { signal })).rejects.toThrow(
    /Unable to fetch parameters \[\/modes-of-dataflow\/release\/v1\]/,
  );

  const aws = awsAccess(target.aws);
  onTestFinished(() => aws.close());
  const { Stacks } = await aws.cloudformation.send(new DescribeStacksCommand({}));
  expect(Stacks?.map(({ StackName }) => StackName)).toEqual(['CDKToolkit']);
});

test('the command line deploys what v2 stands on first, and takes all of it down', async () => {
  const target = await emptyAccount();
  const endpoint = ['--endpoint', target.aws.endpoint ?? ''];
  const deployment = await dataflow(['deploy', '--release', 'v2', ...endpoint]);
  expect(deployment.stderr).toBe('');
  expect(deployment.status).toBe(0);
  expect([...(await deployedReleases(target))].sort()).toEqual(['v1', 'v2']);

  const end = await dataflow(['down', ...endpoint]);
  expect(end.status).toBe(0);
  expect(end.stdout).toContain('Stacks destroyed (target: embedded).');
  expect(await deployedReleases(target)).toEqual(new Set());

  expect(await dataflow(['down', ...endpoint])).toMatchObject({
    status: 0,
    stdout: 'Nothing is deployed to embedded.\n',
  });
});

test('data that is protected outlives its stacks, and the command line names it', async () => {
  const target = await emptyAccount();
  const endpoint = ['--endpoint', target.aws.endpoint ?? ''];
  expect(await dataflow(['deploy', '--protect-data', ...endpoint])).toMatchObject({ status: 0 });
  const shop = await openShop(target);
  onTestFinished(() => shop.close());
  const { tables, archive } = shop.system;
  const kept = { ...profileKey('kept'), name: 'Ada' };
  await shop.aws.documents.send(new PutCommand({ TableName: tables.shared, Item: kept }));

  const end = await dataflow(['down', ...endpoint]);
  expect(end.status).toBe(0);
  for (const name of [...Object.values(tables), archive.bucket]) expect(end.stdout).toContain(name);
  expect(end.stdout).toContain('aws dynamodb update-table --no-deletion-protection-enabled');
  expect(await deployedReleases(target)).toEqual(new Set());

  const found = await shop.aws.documents.send(
    new GetCommand({ TableName: tables.shared, Key: { pk: kept.pk, sk: kept.sk } }),
  );
  expect(found.Item).toEqual(kept);
  const dynamodb = new DynamoDBClient(target.aws);
  onTestFinished(() => dynamodb.destroy());
  await expect(dynamodb.send(new DeleteTableCommand({ TableName: tables.shared }))).rejects.toThrow(
    /protected/,
  );
});
