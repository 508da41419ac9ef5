import {
  BatchExecuteStatementCommand,
  BatchGetItemCommand,
  type DynamoDBClient,
  ExecuteStatementCommand,
  ExecuteTransactionCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  TransactGetItemsCommand,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type SpawnedEndpoint, spawnEndpoint } from '../../../src/spawn.ts';
import { clients } from '../../support/endpoint.ts';
import { descendants } from '../../support/processes.ts';
import { type Seeded, seeded } from '../../support/seeded.ts';
import { expression, isForeign, statement } from './expression-generator.ts';
import { createTable } from './tables.ts';

/** `FUZZ_COUNT=5000 FUZZ_SEED=7 npx vitest run …` for more, or other, expressions. */
const COUNT = Number(process.env['FUZZ_COUNT'] ?? 600);
const SEED = Number(process.env['FUZZ_SEED'] ?? 1);

let endpoint: SpawnedEndpoint;
let dynamodb: DynamoDBClient;
beforeAll(async () => {
  endpoint = await spawnEndpoint({ port: 0, logLevel: 'error' });
  dynamodb = clients({ url: endpoint.url, region: 'us-east-1' }).dynamodb();
  await createTable(dynamodb, 'items');
});
afterAll(() => endpoint.close());

const Key = { pk: { S: 'one' } };
const ITEM = { ...Key, a: { N: '1' }, l: { L: [{ N: '1' }, { N: '2' }] }, m: { M: { l: { L: [] } } } };

interface Attempt {
  operation: string;
  expressions: string[];
  input: Record<string, unknown>;
}

/** One request with one or two expressions, for an operation that takes them. */
function attempt(random: Seeded): Attempt {
  const [condition, update, projection] = [
    expression(random, 'condition'),
    expression(random, 'update'),
    expression(random, 'projection'),
  ];
  const used = [condition, update, projection].join(' ');
  const placeholders = {
    ...(/#a(?!\w)/.test(used) && { ExpressionAttributeNames: { '#a': 'a' } }),
    ...(/:v(?!\w)/.test(used) && { ExpressionAttributeValues: { ':v': { N: '1' } } }),
  };
  const table = { TableName: 'items', ...placeholders };
  const names = { ...(placeholders.ExpressionAttributeNames && { ExpressionAttributeNames: { '#a': 'a' } }) };
  const choices: Attempt[] = [
    {
      operation: 'GetItem',
      expressions: [projection],
      input: { TableName: 'items', Key, ProjectionExpression: projection, ...names },
    },
    {
      operation: 'BatchGetItem',
      expressions: [projection],
      input: { RequestItems: { items: { Keys: [Key], ProjectionExpression: projection, ...names } } },
    },
    {
      operation: 'TransactGetItems',
      expressions: [projection],
      input: {
        TransactItems: [{ Get: { TableName: 'items', Key, ProjectionExpression: projection, ...names } }],
      },
    },
    {
      operation: 'PutItem',
      expressions: [condition],
      input: { ...table, Item: ITEM, ConditionExpression: condition },
    },
    {
      operation: 'UpdateItem',
      expressions: [update, condition],
      input: { ...table, Key, UpdateExpression: update, ConditionExpression: condition },
    },
    { operation: 'UpdateItem', expressions: [update], input: { ...table, Key, UpdateExpression: update } },
    {
      operation: 'TransactWriteItems',
      expressions: [update],
      input: { TransactItems: [{ Update: { ...table, Key, UpdateExpression: update } }] },
    },
    {
      operation: 'Query',
      expressions: [condition],
      input: { ...table, KeyConditionExpression: condition },
    },
    {
      operation: 'Scan',
      expressions: [condition, projection],
      input: { ...table, FilterExpression: condition, ProjectionExpression: projection },
    },
  ];
  return random.pick(choices);
}

interface Answer {
  status: number;
  code: string;
  message: string;
}

const BY_SDK: Record<string, (input: never) => Promise<unknown>> = {
  BatchExecuteStatement: (input) => dynamodb.send(new BatchExecuteStatementCommand(input)),
  ExecuteStatement: (input) => dynamodb.send(new ExecuteStatementCommand(input)),
  ExecuteTransaction: (input) => dynamodb.send(new ExecuteTransactionCommand(input)),
  BatchGetItem: (input) => dynamodb.send(new BatchGetItemCommand(input)),
  GetItem: (input) => dynamodb.send(new GetItemCommand(input)),
  PutItem: (input) => dynamodb.send(new PutItemCommand(input)),
  Query: (input) => dynamodb.send(new QueryCommand(input)),
  Scan: (input) => dynamodb.send(new ScanCommand(input)),
  TransactGetItems: (input) => dynamodb.send(new TransactGetItemsCommand(input)),
  TransactWriteItems: (input) => dynamodb.send(new TransactWriteItemsCommand(input)),
  UpdateItem: (input) => dynamodb.send(new UpdateItemCommand(input)),
};

async function bySdk({ operation, input }: Attempt): Promise<Answer> {
  try {
    await BY_SDK[operation]?.(input as never);
    return { status: 200, code: '', message: '' };
  } catch (error) {
    const { name, message, $metadata } = error as Error & { $metadata: { httpStatusCode: number } };
    return { status: $metadata.httpStatusCode, code: name, message };
  }
}

/** With characters as they are, where JSON allows it, in place of escapes; half of a pair is always an escape. */
async function byHand({ operation, input }: Attempt): Promise<Answer> {
  const answer = await fetch(endpoint.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `DynamoDB_20120810.${operation}`,
      'x-amz-date': '20260101T000000Z',
      authorization:
        'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=0',
    },
    body: JSON.stringify(input),
  });
  const { __type = '', message = '' } = (await answer.json()) as { __type?: string; message?: string };
  return { status: answer.status, code: __type.split('#').at(-1) ?? '', message };
}

/** What a condition that does not hold is answered with; no fault of the expression. */
const UNMET = ['ConditionalCheckFailedException', 'TransactionCanceledException'];

test(`${COUNT} bad expressions (seed ${SEED}) are refused as on AWS, and the engine lives`, async () => {
  await dynamodb.send(new PutItemCommand({ TableName: 'items', Item: ITEM }));
  const engine = descendants(endpoint.pid);
  const random = seeded(SEED);
  const tally = new Map<string, number>();
  for (let round = 0; round < COUNT; round += 1) {
    const tried = attempt(random);
    const answer = await (round % 2 === 0 ? bySdk(tried) : byHand(tried));
    const context = `round ${round}: ${JSON.stringify(tried)} → ${JSON.stringify(answer)}`;
    if (answer.status === 200) {
      expect(tried.expressions.filter(isForeign), context).toEqual([]);
    } else if (!UNMET.includes(answer.code)) {
      expect(answer, context).toMatchObject({ status: 400, code: 'ValidationException' });
    }
    if (tried.expressions.length === 1 && tried.expressions.some(isForeign)) {
      expect(answer.message, context).toMatch(
        /^Invalid \w+Expression: (Syntax error; token: |Expression size has exceeded|The expression has redundant)/,
      );
    }
    const kind = answer.status === 200 ? 'success' : answer.code;
    tally.set(kind, (tally.get(kind) ?? 0) + 1);
  }
  expect(descendants(endpoint.pid)).toEqual(engine);
  // A generator of nothing but noise would show nothing.
  expect(tally.get('success')).toBeGreaterThan(COUNT / 100);
  expect(tally.get('ValidationException')).toBeGreaterThan(COUNT / 2);
}, 600_000);

/** What a statement that can be read may be answered with. */
const EXECUTED = [...UNMET, 'DuplicateItemException', 'ResourceNotFoundException'];

test(`${COUNT} bad PartiQL statements (seed ${SEED}) are refused, and the engine lives`, async () => {
  const engine = descendants(endpoint.pid);
  const random = seeded(SEED);
  let refused = 0;
  for (let round = 0; round < COUNT; round += 1) {
    const one = {
      Statement: statement(random),
      ...(random.below(2) === 0 && { Parameters: [{ S: random.pick(['one', 'é', '€']) }] }),
    };
    const tried = random.pick([
      { operation: 'ExecuteStatement', expressions: [], input: one },
      { operation: 'BatchExecuteStatement', expressions: [], input: { Statements: [one] } },
      { operation: 'ExecuteTransaction', expressions: [], input: { TransactStatements: [one] } },
    ]);
    const answer = await (round % 2 === 0 ? bySdk(tried) : byHand(tried));
    const context = `round ${round}: ${JSON.stringify(tried)} → ${JSON.stringify(answer)}`;
    if (answer.status === 200) continue;
    expect(answer.status, context).toBe(400);
    if (EXECUTED.includes(answer.code)) continue;
    refused += 1;
    expect(['ValidationException', 'SerializationException'], context).toContain(answer.code);
  }
  expect(descendants(endpoint.pid)).toEqual(engine);
  expect(refused).toBeGreaterThan(COUNT / 5);
}, 600_000);
