import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DeleteItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import {
  CreateBucketCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  PutObjectCommand,
  paginateListObjectsV2,
} from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageCommand,
} from '@aws-sdk/client-sqs';
import { DeleteParameterCommand, GetParametersByPathCommand, PutParameterCommand } from '@aws-sdk/client-ssm';
import { expect, onTestFinished, test } from 'vitest';
import { type SpawnedEndpoint, spawnEndpoint } from '../../../src/spawn.ts';
import { clients } from '../../support/endpoint.ts';
import { type Seeded, seeded } from '../../support/seeded.ts';
import { createTable } from '../dynamodb/tables.ts';

/** `KILL_COUNT=45 KILL_SEED=7 npx vitest run …` for more kills, or at other times. */
const COUNT = Number(process.env['KILL_COUNT'] ?? 3);
const SEED = Number(process.env['KILL_SEED'] ?? 1);

const Bucket = 'bucket';
const TableName = 'items';
type Aws = ReturnType<typeof clients>;

/** A service as a set of texts that can be put and deleted. */
interface Store {
  put(aws: Aws, id: string): Promise<unknown>;
  delete(aws: Aws, id: string): Promise<unknown>;
  /** Which one `delete` is to be called for, if not the one that was put last. */
  choose?(aws: Aws): Promise<string | undefined>;
  /** Everything that is there, whole. */
  list(aws: Aws): Promise<string[]>;
}

/** Of received messages, by body. */
const handles = new Map<string, string>();

const STORES: Record<string, Store> = {
  DynamoDB: {
    put: (aws, id) => aws.dynamodb().send(new PutItemCommand({ TableName, Item: { pk: { S: id } } })),
    delete: (aws, id) => aws.dynamodb().send(new DeleteItemCommand({ TableName, Key: { pk: { S: id } } })),
    async list(aws) {
      const { Items = [] } = await aws.dynamodb().send(new ScanCommand({ TableName }));
      return Items.map(({ pk }) => pk?.S ?? '');
    },
  },
  S3: {
    put: (aws, id) => aws.s3().send(new PutObjectCommand({ Bucket, Key: id, Body: id.repeat(100) })),
    delete: (aws, id) => aws.s3().send(new DeleteObjectCommand({ Bucket, Key: id })),
    async list(aws) {
      const keys: string[] = [];
      for await (const { Contents = [] } of paginateListObjectsV2({ client: aws.s3() }, { Bucket })) {
        keys.push(...Contents.map(({ Key = '' }) => Key));
      }
      for (const Key of keys) {
        const { Body } = await aws.s3().send(new GetObjectCommand({ Bucket, Key }));
        expect(await Body?.transformToString()).toBe(Key.repeat(100));
      }
      return keys;
    },
  },
  SQS: {
    async put(aws, MessageBody) {
      const QueueUrl = await queueUrl(aws);
      await aws.sqs().send(new SendMessageCommand({ QueueUrl, MessageBody }));
    },
    async choose(aws) {
      const { Messages = [] } = await aws
        .sqs()
        .send(new ReceiveMessageCommand({ QueueUrl: await queueUrl(aws) }));
      for (const { Body = '', ReceiptHandle = '' } of Messages) handles.set(Body, ReceiptHandle);
      return Messages[0]?.Body;
    },
    async delete(aws, id) {
      const QueueUrl = await queueUrl(aws);
      await aws.sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: handles.get(id) }));
    },
    list: drain,
  },
  SSM: {
    put: (aws, id) =>
      aws.ssm().send(new PutParameterCommand({ Name: `/ids/${id}`, Value: id, Type: 'String' })),
    delete: (aws, id) => aws.ssm().send(new DeleteParameterCommand({ Name: `/ids/${id}` })),
    async list(aws) {
      const found: string[] = [];
      let NextToken: string | undefined;
      do {
        const page = await aws.ssm().send(new GetParametersByPathCommand({ Path: '/ids', NextToken }));
        found.push(...(page.Parameters ?? []).map(({ Value = '' }) => Value));
        NextToken = page.NextToken;
      } while (NextToken !== undefined);
      return found;
    },
  },
};

/** The port changes with every start, and with it the URL. */
async function queueUrl(aws: Aws): Promise<string> {
  const { QueueUrl = '' } = await aws.sqs().send(new CreateQueueCommand({ QueueName: 'queue' }));
  return QueueUrl;
}

/** What a receiver held when the endpoint was killed comes back when its visibility timeout is over. */
async function drain(aws: Aws): Promise<string[]> {
  const QueueUrl = await queueUrl(aws);
  const found: string[] = [];
  for (;;) {
    const { Messages = [] } = await aws
      .sqs()
      .send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 1 }));
    for (const { Body = '', ReceiptHandle } of Messages) {
      await aws.sqs().send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      found.push(Body);
    }
    if (Messages.length > 0) continue;
    const { Attributes } = await aws
      .sqs()
      .send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ['All'] }));
    if (Attributes?.['ApproximateNumberOfMessagesNotVisible'] === '0') return found;
  }
}

/** What is known of one store from its answers. Of a request without an answer nothing is. */
interface Known {
  readonly kept: Set<string>;
  readonly gone: Set<string>;
}

/** Puts and deletes until the endpoint is dead. `answered` is told of each acknowledgement. */
async function work(
  store: Store,
  aws: Aws,
  known: Known,
  prefix: string,
  random: Seeded,
  answered: () => void,
) {
  for (let number = 0; ; number += 1) {
    const id = `${prefix}-${number}`;
    try {
      await store.put(aws, id);
      known.kept.add(id);
      answered();
      if (random.below(2) === 0) continue;
      const doomed = store.choose === undefined ? id : await store.choose(aws);
      if (doomed === undefined) continue;
      known.kept.delete(doomed);
      await store.delete(aws, doomed);
      known.gone.add(doomed);
      answered();
    } catch {
      return;
    }
  }
}

test(`${COUNT} kills of the busy endpoint (seed ${SEED}): what was acknowledged is there, what was deleted is not`, async () => {
  const dataDirectory = await mkdtemp(join(tmpdir(), 'killed-'));
  onTestFinished(() => rm(dataDirectory, { recursive: true, force: true }));
  const random = seeded(SEED);
  const stores = Object.entries(STORES).map(([name, store]) => ({
    name,
    store,
    known: { kept: new Set<string>(), gone: new Set<string>() },
  }));
  let acknowledged = 0;
  let endpoint: SpawnedEndpoint = await spawnEndpoint({ port: 0, dataDirectory, logLevel: 'error' });
  const aws = () => clients({ url: endpoint.url, region: 'us-east-1' });
  onTestFinished(() => endpoint.close());
  await createTable(aws().dynamodb(), TableName);
  await aws().s3().send(new CreateBucketCommand({ Bucket }));
  await aws()
    .sqs()
    .send(new CreateQueueCommand({ QueueName: 'queue', Attributes: { VisibilityTimeout: '2' } }));

  for (let round = 0; round < COUNT; round += 1) {
    let left = 20 + random.below(150);
    const { pid } = endpoint;
    const answered = () => {
      acknowledged += 1;
      left -= 1;
      if (left === 0) process.kill(pid, 'SIGKILL');
    };
    const client = aws();
    await Promise.all(
      stores.flatMap(({ store, known }) =>
        ['a', 'b'].map((worker) => work(store, client, known, `${round}-${worker}`, random, answered)),
      ),
    );
    await endpoint.ended;

    endpoint = await spawnEndpoint({ port: 0, dataDirectory, logLevel: 'error' });
    for (const { name, store, known } of stores) {
      const found = new Set(await store.list(aws()));
      expect(
        [...known.kept].filter((id) => !found.has(id)),
        `${name}: lost, round ${round}`,
      ).toEqual([]);
      expect(
        [...known.gone].filter((id) => found.has(id)),
        `${name}: came back, round ${round}`,
      ).toEqual([]);
      // Listing a queue empties it.
      if (name === 'SQS') known.kept.clear();
    }
  }
  expect(acknowledged).toBeGreaterThanOrEqual(20 * COUNT);
}, 600_000);
