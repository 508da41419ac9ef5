import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DescribeStacksCommand } from '@aws-sdk/client-cloudformation';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import { ListBucketsCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { ListQueuesCommand, ReceiveMessageCommand } from '@aws-sdk/client-sqs';
import { GetParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { createAlbum } from './app/album.ts';
import { VARIANTS, type Variant } from './app/variants.ts';
import { CDK_HOME, type CliResult, cdklocal, run } from './cdk.ts';
import { describeStack, outputs, told } from './stacks.ts';

let endpoint: Endpoint;
let aws: ReturnType<typeof clients>;
let assemblies: string;

beforeAll(async () => {
  endpoint = await startTestEndpoint();
  aws = clients(endpoint);
  assemblies = await mkdtemp(join(tmpdir(), 'album-'));
  for (const variant of VARIANTS) createAlbum({ variant, outdir: join(assemblies, variant) }).synth();
});
afterAll(async () => {
  await endpoint.close();
  await rm(assemblies, { recursive: true, force: true });
  await rm(CDK_HOME, { recursive: true, force: true });
});

/** The CLI on a cloud assembly that is there already: it need not run the app each time. */
function album(variant: Variant, ...args: string[]): Promise<CliResult> {
  return cdklocal(endpoint, [...args, '--app', join(assemblies, variant)]);
}

async function deploy(variant: Variant, ...args: string[]): Promise<CliResult> {
  const result = await album(variant, 'deploy', ...(args.length > 0 ? args : ['--all']));
  expect(result.status, result.output).toBe(0);
  return result;
}

/** What the deployed function says that it was deployed with. */
async function thumbnailer(): Promise<Record<string, string>> {
  const { FunctionName } = outputs(await describeStack(aws.cloudformation(), 'Album-Pipeline'));
  const { Payload, FunctionError } = await aws.lambda().send(new InvokeCommand({ FunctionName }));
  expect(FunctionError).toBeUndefined();
  return JSON.parse(Buffer.from(Payload ?? []).toString('utf8'));
}

async function queues(): Promise<string[]> {
  const { QueueUrls } = await aws.sqs().send(new ListQueuesCommand({ QueueNamePrefix: 'album-' }));
  return (QueueUrls ?? []).map((url) => url.split('/').at(-1) ?? '');
}

// The tests are one story, each a chapter: they run in this order.
describe('the unmodified CDK command line', () => {
  test('bootstraps', async () => {
    const { status, output } = await cdklocal(endpoint, ['bootstrap']);
    expect(status, output).toBe(0);
    const { Parameter } = await aws
      .ssm()
      .send(new GetParameterCommand({ Name: '/cdk-bootstrap/hnb659fds/version' }));
    expect(Number(Parameter?.Value)).toBeGreaterThan(20);
    const again = await run('cdk', endpoint, ['bootstrap']);
    expect(again.output).toContain('(no changes)');
  });

  test('deploys an app of two stacks with assets, mappings, nested intrinsics, exports and imports', async () => {
    // Here the CLI runs the app itself, as users do.
    const result = await cdklocal(endpoint, ['deploy', '--all', '--output', join(assemblies, 'out')]);
    expect(result.status, result.output).toBe(0);
    const storage = outputs(await describeStack(aws.cloudformation(), 'Album-Storage'));
    await aws.s3().send(new PutObjectCommand({ Bucket: storage['BucketName'], Key: 'dog.jpg', Body: '' }));
    await eventually('the bucket tells of the photo', async () => {
      const { Messages = [] } = await aws
        .sqs()
        .send(new ReceiveMessageCommand({ QueueUrl: storage['UploadsUrl'], WaitTimeSeconds: 5 }));
      return Messages.some(({ Body }) => Body?.includes('ObjectCreated:Put'));
    });
    expect(storage).not.toHaveProperty('ArchiveName');
    const table = Object.entries(storage).find(([name]) => name.startsWith('ExportsOutput'))?.[1];
    expect(await thumbnailer()).toMatchObject({
      edition: 'first',
      edge: '160',
      label: `family in us-east-1: ${Buffer.from('small').toString('base64')}`,
      table,
      queue: `${endpoint.url}/000000000000/album-to-do`,
      version: '$LATEST',
    });
  });

  test('deploys again and finds nothing to do', async () => {
    const { output } = await deploy('base');
    expect(output).toContain('Album-Storage (no changes)');
    expect(output).toContain('Album-Pipeline (no changes)');
    const diff = await album('base', 'diff');
    expect(diff.output).toContain('Number of stacks with differences: 0');
  });

  test('passes parameters, on which mappings and conditions depend', async () => {
    await deploy(
      'base',
      '--all',
      '--parameters',
      'Album-Pipeline:Size=large',
      '--parameters',
      'Album-Storage:Retention=long',
    );
    expect(await thumbnailer()).toMatchObject({ edge: '640' });
    const { BucketName, ArchiveName } = outputs(await describeStack(aws.cloudformation(), 'Album-Storage'));
    const { Parameter } = await aws.ssm().send(new GetParameterCommand({ Name: ArchiveName }));
    expect(Parameter?.Value).toBe(`${BucketName}/aws`);
  });

  test('is told why a parameter is refused', async () => {
    const args = ['deploy', 'Album-Storage', '--parameters', 'Retention=for ever'];
    const { status, output } = await album('base', ...args);
    expect(status).toBe(1);
    expect(output).toContain('Parameter Retention failed to satisfy constraint: must be short or long');
  });

  test('updates in place and keeps the parameters of before', async () => {
    await deploy('larger');
    expect(await thumbnailer()).toMatchObject({ edition: 'second', edge: '640' });
  });

  test('shows in a diff what a deployment would change and replace', async () => {
    const { status, output } = await album('renamed', 'diff', 'Album-Pipeline');
    expect(status).toBe(0);
    expect(output).toMatch(/\[~\] AWS::SQS::Queue Todo \w+ replace/);
    expect(output).toContain('QueueName (requires replacement)');
    expect(output).toContain('[+] album-to-do-list');
  });

  test('replaces a queue, and the function follows it', async () => {
    await deploy('renamed');
    expect(await queues()).toEqual(['album-to-do-list']);
    expect((await thumbnailer())['queue']).toMatch(/\/album-to-do-list$/);
  });

  test('fails an update that a service refuses, and the old state works on', async () => {
    const before = await thumbnailer();
    const { status, output } = await album('broken', 'deploy', 'Album-Pipeline');
    expect(status).toBe(1);
    expect(output).toMatch(/Refused.*\n?.*DelaySeconds/);
    expect((await describeStack(aws.cloudformation(), 'Album-Pipeline')).StackStatus).toBe(
      'UPDATE_ROLLBACK_COMPLETE',
    );
    expect(await told(aws.cloudformation(), 'Album-Pipeline')).toContain(
      'UPDATE_ROLLBACK_IN_PROGRESS Album-Pipeline',
    );
    expect(await thumbnailer()).toEqual(before);
    expect(await queues()).toEqual(['album-to-do-list']);
  });

  test.each([
    ['unknown-type', 'Unrecognized resource types: [AWS::Rekognition::Collection]'],
    ['dangling', 'Unresolved resource dependencies [NoSuchResource] in the Resources block of the template'],
  ] as const)('is refused a template of the kind %s before anything changes', async (variant, reason) => {
    const { status, output } = await album(variant, 'deploy', 'Album-Pipeline');
    expect(status).toBe(1);
    expect(output).toContain(reason);
    expect((await told(aws.cloudformation(), 'Album-Pipeline')).at(-1)).toBe(
      'UPDATE_ROLLBACK_COMPLETE Album-Pipeline',
    );
  });

  test('is told of everything that it cannot have at once', async () => {
    const { status, output } = await album('unsupported', 'deploy', 'Album-Pipeline');
    expect(status).toBe(1);
    const words = output.replaceAll(/\s+/g, ' ');
    expect(words).toContain('The embedded endpoint does not implement the runtime python3.13');
    expect(words).toContain('does not implement the integration type AWS with dynamodb:action/GetItem');
  });

  test('deploys without a change set, and finds nothing to do then too', async () => {
    await deploy('larger', '--all', '--method', 'direct');
    expect(await thumbnailer()).toMatchObject({ edition: 'second' });
    const { output } = await deploy('larger', '--all', '--method', 'direct');
    expect(output).toContain('Album-Pipeline (no changes)');
  });

  test('cannot take away an export that is imported, nor its stack', async () => {
    const update = await album('unshared', 'deploy', 'Album-Storage');
    expect(update.status).toBe(1);
    expect(update.output).toMatch(
      /Cannot delete export Album-Storage:ExportsOutput\w+ as it is in use by Album-Pipeline/,
    );
    const destroy = await album('base', 'destroy', 'Album-Storage', '--exclusively', '--force');
    expect(destroy.status).toBe(1);
    const storage = await describeStack(aws.cloudformation(), 'Album-Storage');
    expect(storage.StackStatus).toBe('UPDATE_ROLLBACK_COMPLETE');
    expect(storage.StackStatusReason).toMatch(/^Delete canceled\. Cannot delete export/);
    expect(await thumbnailer()).toMatchObject({ edition: 'second' });
  });

  test('destroys everything, the photos in the bucket included', async () => {
    const { BucketName } = outputs(await describeStack(aws.cloudformation(), 'Album-Storage'));
    await aws.s3().send(new PutObjectCommand({ Bucket: BucketName, Key: 'cat.jpg', Body: 'a cat' }));
    const { status, output } = await album('base', 'destroy', '--all', '--force');
    expect(status, output).toBe(0);
    const { Stacks } = await aws.cloudformation().send(new DescribeStacksCommand({}));
    expect(Stacks?.map((stack) => stack.StackName)).toEqual(['CDKToolkit']);
    expect(await queues()).toEqual([]);
    const { Buckets } = await aws.s3().send(new ListBucketsCommand({}));
    expect(Buckets?.map((bucket) => bucket.Name)).toEqual(['cdk-hnb659fds-assets-000000000000-us-east-1']);
  });
});
