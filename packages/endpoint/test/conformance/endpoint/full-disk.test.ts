import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { ListFunctionsCommand } from '@aws-sdk/client-lambda';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand } from '@aws-sdk/client-sns';
import {
  ChangeMessageVisibilityCommand,
  CreateQueueCommand,
  DeleteMessageCommand,
  PurgeQueueCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { PutParameterCommand } from '@aws-sdk/client-ssm';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { eventually } from '../../../../testing/src/eventually.ts';
import type { Endpoint } from '../../../src/endpoint.ts';
import { type SpawnedEndpoint, spawnEndpoint } from '../../../src/spawn.ts';
import { clients, startTestEndpoint } from '../../support/endpoint.ts';
import { mountSmallDisk } from '../../support/small-disk.ts';
import { createTable } from '../dynamodb/tables.ts';

const health = async ({ url }: { url: string }) =>
  (await (await fetch(`${url}/_endpoint/health`)).json()) as { status: string; problems?: string[] };

describe('a state file that has reached a limit', () => {
  let dataDirectory: string;
  let endpoint: Endpoint;
  let QueueUrl: string | undefined;
  beforeEach(async () => {
    dataDirectory = await mkdtemp(join(tmpdir(), 'full-disk-'));
    endpoint = await startTestEndpoint({ dataDirectory, maxStateBytes: 300 * 1024, log: () => {} });
    ({ QueueUrl } = await clients(endpoint)
      .sqs()
      .send(new CreateQueueCommand({ QueueName: 'full' })));
    const send = () =>
      clients(endpoint)
        .sqs()
        .send(new SendMessageCommand({ QueueUrl, MessageBody: 'x'.repeat(50_000) }));
    // Until it is full; the last one is not acknowledged.
    await expect(Promise.all(Array.from({ length: 10 }, send))).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      $metadata: { httpStatusCode: 503 },
    });
  });
  afterEach(async () => {
    await endpoint.close().catch(() => {}); // It says that it could not write everything.
    await rm(dataDirectory, { recursive: true });
  });

  test.each([
    [
      's3',
      () =>
        clients(endpoint)
          .s3()
          .send(new CreateBucketCommand({ Bucket: 'bucket' })),
    ],
    [
      'sns',
      () =>
        clients(endpoint)
          .sns()
          .send(new CreateTopicCommand({ Name: 'topic' })),
    ],
    ['lambda', () => clients(endpoint).lambda().send(new ListFunctionsCommand({}))],
    [
      'iam',
      () =>
        clients(endpoint)
          .iam()
          .send(new CreateRoleCommand({ RoleName: 'role', AssumeRolePolicyDocument: TRUST })),
    ],
    [
      'ssm',
      () =>
        clients(endpoint)
          .ssm()
          .send(new PutParameterCommand({ Name: '/a', Value: 'b', Type: 'String' })),
    ],
  ])('%s acknowledges nothing, in its own protocol', async (_service, call) => {
    await expect(call()).rejects.toMatchObject({
      name: 'ServiceUnavailable',
      message: expect.stringContaining('Free space on the disk'),
      $metadata: { httpStatusCode: 503, requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) },
    });
  });

  test('health says so, and that it is over', async () => {
    expect(await health(endpoint)).toMatchObject({
      status: 'degraded',
      problems: [expect.stringContaining(dataDirectory)],
    });
    await clients(endpoint).sqs().send(new PurgeQueueCommand({ QueueUrl }));
    const { status, problems } = await health(endpoint);
    expect({ status, problems }).toEqual({ status: 'running', problems: undefined });
  });

  test('a refused request stays refused for its own reason', async () => {
    await expect(
      clients(endpoint)
        .s3()
        .send(new GetObjectCommand({ Bucket: 'no-such-bucket', Key: 'k' })),
    ).rejects.toMatchObject({ name: 'NoSuchBucket' });
  });
});

const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
});

const disk = mountSmallDisk(8 * 1024 * 1024);
afterAll(() => disk?.remove());

/** What clients were told: nothing else may be true after the disk was full. */
class Acknowledged {
  readonly kept = new Set<string>();
  readonly gone = new Set<string>();
  refused = 0;

  async put(id: string, act: () => Promise<unknown>): Promise<void> {
    if (await this.#done(act)) this.kept.add(id);
  }

  async delete(id: string, act: () => Promise<unknown>): Promise<void> {
    // Of an unanswered request nobody knows what became of it.
    this.kept.delete(id);
    if (await this.#done(act)) this.gone.add(id);
  }

  async #done(act: () => Promise<unknown>): Promise<boolean> {
    try {
      await act();
      return true;
    } catch (error) {
      const { $metadata } = error as { $metadata: { httpStatusCode: number } };
      expect([500, 503]).toContain($metadata.httpStatusCode);
      this.refused += 1;
      return false;
    }
  }
}

test.skipIf(disk === undefined)(
  'a full disk loses nothing that was acknowledged and brings nothing back (needs root, to mount a disk)',
  async () => {
    if (disk === undefined) return;
    const { directory: dataDirectory } = disk;
    let endpoint: SpawnedEndpoint = await spawnEndpoint({ port: 0, dataDirectory, logLevel: 'error' });
    const aws = () => clients({ url: endpoint.url, region: 'us-east-1' });
    const Bucket = 'bucket';
    await createTable(aws().dynamodb(), 'items');
    const { QueueUrl } = await aws()
      .sqs()
      .send(new CreateQueueCommand({ QueueName: 'queue' }));
    await aws().s3().send(new CreateBucketCommand({ Bucket }));

    const [messages, objects, items] = [new Acknowledged(), new Acknowledged(), new Acknowledged()];
    const handles = new Map<string, string>();
    const put = async (id: string) => {
      await messages.put(id, () =>
        aws()
          .sqs()
          .send(new SendMessageCommand({ QueueUrl, MessageBody: id })),
      );
      await objects.put(id, () =>
        aws()
          .s3()
          .send(new PutObjectCommand({ Bucket, Key: id, Body: id.repeat(500) })),
      );
      await items.put(id, () =>
        aws()
          .dynamodb()
          .send(new PutItemCommand({ TableName: 'items', Item: { pk: { S: id } } })),
      );
    };
    const remove = async (id: string) => {
      const ReceiptHandle = handles.get(id);
      await messages.delete(id, () =>
        aws().sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle })),
      );
      await objects.delete(id, () =>
        aws()
          .s3()
          .send(new DeleteObjectCommand({ Bucket, Key: id })),
      );
      await items.delete(id, () =>
        aws()
          .dynamodb()
          .send(new DeleteItemCommand({ TableName: 'items', Key: { pk: { S: id } } })),
      );
    };

    for (let index = 0; index < 10; index += 1) await put(`before-${index}`);
    while (handles.size < 10) {
      const { Messages = [] } = await aws()
        .sqs()
        .send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 43_200 }));
      for (const { Body = '', ReceiptHandle = '' } of Messages) handles.set(Body, ReceiptHandle);
    }
    disk.fill();
    for (let index = 0; index < 5; index += 1) {
      await put(`full-${index}`);
      await remove(`before-${index}`);
    }
    for (const { refused } of [messages, objects, items]) expect(refused).toBeGreaterThan(0);
    expect((await health(endpoint)).status).toBe('degraded');
    disk.makeRoom();
    await eventually('the endpoint has recovered', async () => (await health(endpoint)).status === 'running');
    await put('after');
    for (let index = 5; index < 7; index += 1) await remove(`before-${index}`);

    process.kill(endpoint.pid, 'SIGKILL');
    await endpoint.ended;
    endpoint = await spawnEndpoint({ port: 0, dataDirectory, logLevel: 'error' });
    try {
      const { Contents = [] } = await aws().s3().send(new ListObjectsV2Command({ Bucket }));
      check(
        objects,
        Contents.map(({ Key = '' }) => Key),
      );
      for (const Key of objects.kept) {
        const { Body } = await aws().s3().send(new GetObjectCommand({ Bucket, Key }));
        expect(await Body?.transformToString()).toBe(Key.repeat(500));
      }
      const { Items = [] } = await aws()
        .dynamodb()
        .send(new ScanCommand({ TableName: 'items' }));
      check(
        items,
        Items.map(({ pk }) => pk?.S ?? ''),
      );
      for (const [id, ReceiptHandle] of handles) {
        const shown = aws()
          .sqs()
          .send(new ChangeMessageVisibilityCommand({ QueueUrl, ReceiptHandle, VisibilityTimeout: 0 }));
        if (messages.kept.has(id)) await shown;
        else if (messages.gone.has(id)) await expect(shown).rejects.toThrow(/does not exist/);
        else await shown.catch(() => {});
      }
      const received = new Set<string>();
      for (;;) {
        const { Messages = [] } = await aws()
          .sqs()
          .send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 43_200 }));
        if (Messages.length === 0) break;
        for (const { Body = '' } of Messages) received.add(Body);
      }
      check(messages, [...received]);
    } finally {
      await endpoint.close();
    }
  },
);

function check({ kept, gone }: Acknowledged, found: readonly string[]): void {
  expect(found).toEqual(expect.arrayContaining([...kept]));
  expect(found.filter((id) => gone.has(id))).toEqual([]);
}
