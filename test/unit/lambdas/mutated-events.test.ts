import { CreateTableCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { CreateBucketCommand, S3Client } from '@aws-sdk/client-s3';
import {
  CreateQueueCommand,
  DeleteMessageBatchCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs';
import { startEndpoint } from '@modes-of-dataflow/endpoint';
import type { Context, SQSRecord } from 'aws-lambda';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { logger } from '../../../lambdas/shared/logging.ts';
import { claimStore } from '../../../lambdas/shared/messaging/payload-kinds/claim-store.ts';
import { DEAD_LETTER_CAUSES } from '../../../schemas/events/dead-letter.ts';
import { dedupeKey } from '../../../schemas/items/journal-items.ts';
import { fuzzRuns } from '../../support/fuzz.ts';
import { mutatedEvent } from './mutated-event.ts';
import { deltaEvent, fullEvent, type JsonEvent, orderEvent, referenceEvent } from './support/events.ts';
import type { ConsumerHandler } from './support/stored-writes.ts';

interface Edge {
  table: 'email' | 'analytics' | 'journal' | 'payloads';
  /** An event that is processed. Its id, and that of what it is about, is `id`. */
  valid(id: string): JsonEvent | Promise<JsonEvent>;
  handler(): Promise<ConsumerHandler>;
}

const EDGES: Record<string, Edge> = {
  'email v1.1': {
    table: 'email',
    valid: orderEvent,
    handler: async () => (await import('../../../lambdas/email/v1.1/handler.ts')).handler,
  },
  'email v2': {
    table: 'email',
    valid: orderEvent,
    handler: async () => (await import('../../../lambdas/email/v2/handler.ts')).handler,
  },
  'analytics v1.1': {
    table: 'analytics',
    valid: orderEvent,
    handler: async () => (await import('../../../lambdas/analytics/v1.1/handler.ts')).handler,
  },
  'analytics v2': {
    table: 'analytics',
    valid: orderEvent,
    handler: async () => (await import('../../../lambdas/analytics/v2/handler.ts')).handler,
  },
  'journal v1.1': {
    table: 'journal',
    valid: orderEvent,
    handler: async () => (await import('../../../lambdas/journal/v1.1/handler.ts')).handler,
  },
  'journal v2': {
    table: 'journal',
    valid: orderEvent,
    handler: async () => (await import('../../../lambdas/journal/v2/handler.ts')).handler,
  },
  'payloads lab, full records': {
    table: 'payloads',
    valid: fullEvent,
    handler: async () => (await import('../../../lambdas/payloads/v1/handler.ts')).projectFull,
  },
  'payloads lab, deltas': {
    table: 'payloads',
    valid: deltaEvent,
    handler: async () => (await import('../../../lambdas/payloads/v1/handler.ts')).projectDelta,
  },
  'payloads lab, references': {
    table: 'payloads',
    valid: (id) => referenceEvent(claimStore('claims'), id),
    handler: async () => (await import('../../../lambdas/payloads/v1/handler.ts')).projectReference,
  },
};

let dynamodb: DynamoDBClient;
let sqs: SQSClient;
let deadLetters: string;
let close: () => Promise<void>;
beforeAll(async () => {
  const endpoint = await startEndpoint({ port: 0 });
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint.url);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  dynamodb = new DynamoDBClient({});
  sqs = new SQSClient({});
  const s3 = new S3Client({});
  for (const name of ['email', 'analytics', 'journal', 'payloads']) {
    vi.stubEnv(`${name.toUpperCase()}_TABLE`, name);
    await dynamodb.send(
      new CreateTableCommand({
        TableName: name,
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'pk', AttributeType: 'S' },
          { AttributeName: 'sk', AttributeType: 'S' },
        ],
        BillingMode: 'PAY_PER_REQUEST',
      }),
    );
  }
  await s3.send(new CreateBucketCommand({ Bucket: 'claims' }));
  vi.stubEnv('CLAIMS_BUCKET', 'claims');
  const queue = await sqs.send(
    new CreateQueueCommand({ QueueName: 'dead.fifo', Attributes: { FifoQueue: 'true' } }),
  );
  deadLetters = queue.QueueUrl ?? '';
  vi.stubEnv('DEAD_LETTER_QUEUE_URL', deadLetters);
  close = async () => {
    for (const client of [dynamodb, sqs, s3]) client.destroy();
    await endpoint.close();
  };
});
afterAll(() => close());

async function keysOf(table: string): Promise<string[]> {
  const keys: string[] = [];
  for await (const { Items = [] } of paginateScan(
    { client: dynamodb },
    { TableName: table, ConsistentRead: true },
  )) {
    keys.push(...Items.map(({ pk, sk }) => `${pk?.S}|${sk?.S}`));
  }
  return keys;
}

/** Takes what is in the dead-letter queue. */
async function takeLetters(): Promise<{ body: string; cause: string; messageId: string }[]> {
  const letters = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: deadLetters,
        MaxNumberOfMessages: 10,
        MessageAttributeNames: ['All'],
      }),
    );
    if (Messages.length === 0) return letters;
    for (const { Body = '', MessageAttributes = {} } of Messages) {
      const text = (name: string) => MessageAttributes[name]?.StringValue ?? '';
      letters.push({ body: Body, cause: text('cause'), messageId: text('message-id') });
    }
    await sqs.send(
      new DeleteMessageBatchCommand({
        QueueUrl: deadLetters,
        Entries: Messages.map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle })),
      }),
    );
  }
}

function recordOf(messageId: string, body: string): SQSRecord {
  // Only what consumers read.
  return {
    messageId,
    body,
    attributes: { ApproximateReceiveCount: '1', MessageGroupId: 'group' },
    messageAttributes: {},
  } as unknown as SQSRecord;
}

const RUNS = fuzzRuns(120);

test.each(Object.entries(EDGES))(
  `%s: ${RUNS.numRuns} mutated events are processed or parked with a cause, and none keeps a good one waiting`,
  async (name, edge) => {
    const handler = await edge.handler();
    const logged: unknown[][] = [];
    for (const level of ['debug', 'info', 'warn', 'error'] as const) {
      vi.spyOn(logger, level).mockImplementation((...line) => void logged.push(line));
    }
    const prefix = name.replaceAll(/[^a-z0-9]/g, '');
    const sent = new Map<string, string>();
    const good: string[] = [];
    let made = 0;
    const samples = await Promise.all(
      Array.from({ length: 40 }, (_, index) => edge.valid(`${prefix}-bad-${index}`)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...samples).chain(mutatedEvent), async (body) => {
        made += 1;
        // Of one length, so that none is a part of another.
        const goodId = `${prefix}-good-${String(made).padStart(6, '0')}`;
        sent.set(`${prefix}-${made}`, body);
        good.push(goodId);
        const messages = [
          recordOf(`${prefix}-${made}`, body),
          // After the mutated event in its group: it would be kept waiting by a failure.
          recordOf(`${prefix}-good-${made}`, JSON.stringify(await edge.valid(goodId))),
        ];
        const answer = await handler({ Records: messages }, {
          getRemainingTimeInMillis: () => 8000,
        } as Context);
        expect(answer.batchItemFailures).toEqual([]);
      }),
      RUNS,
    );

    const keys = await keysOf(edge.table);
    expect(good.filter((id) => !keys.some((key) => key.includes(id)))).toEqual([]);

    const letters = await takeLetters();
    for (const { cause, messageId, body } of letters) {
      expect(DEAD_LETTER_CAUSES).toContain(cause);
      expect(body).toBe(sent.get(messageId));
    }
    expect(new Set(letters.map(({ messageId }) => messageId)).size).toBe(letters.length);
    // Some are harmless and some are not, or the mutations test nothing.
    expect(letters.length).toBeGreaterThan(RUNS.numRuns / 4);
    expect(letters.length).toBeLessThan(RUNS.numRuns);
    expect(new Set(letters.map(({ cause }) => cause)).size).toBeGreaterThan(
      name.startsWith('journal') ? 0 : 1,
    );
    expect(JSON.stringify(logged)).not.toContain('secret');
  },
  60_000,
);

test.each(['journal v1.1', 'journal v2'])(
  '%s parks an event that no item can hold, and keeps the others of its batch',
  async (name) => {
    vi.spyOn(logger, 'warn').mockImplementation(() => {});
    const { valid, handler } = EDGES[name] ?? expect.fail();
    // All in one partition, and so in one transaction.
    const prefix = `${name.replaceAll(/[^a-z0-9]/g, '')}-large`;
    const event = { ...(await valid(prefix)), subject: 'one-order' };
    const body = (id: string, note = '') => JSON.stringify({ ...event, id: `${prefix}-${id}`, note });
    const large = body('large', 'x'.repeat(500 * 1024));
    const records = [body('before'), large, body('after')].map((text, index) =>
      recordOf(`${prefix}-${index}`, text),
    );
    const consume = await handler();
    const answer = await consume({ Records: records }, { getRemainingTimeInMillis: () => 8000 } as Context);
    expect(answer.batchItemFailures).toEqual([]);
    const keys = await keysOf('journal');
    for (const id of ['before', 'after']) expect(keys).toContain(`${dedupeKey(`${prefix}-${id}`).pk}|DEDUPE`);
    expect(await takeLetters()).toEqual([{ body: large, cause: 'invalid-data', messageId: `${prefix}-1` }]);
  },
);
