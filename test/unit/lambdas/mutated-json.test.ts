import { CreateTableCommand, DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { startEndpoint } from '@modes-of-dataflow/endpoint';
import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { paymentStore } from '../../../lambdas/payments/v1.1/payment-store.ts';
import { paymentsHandler } from '../../../lambdas/payments/v1.1/payments-handler.ts';
import { logger } from '../../../lambdas/shared/logging.ts';
import { Table } from '../../../lambdas/shared/table.ts';
import { fuzzRuns } from '../../support/fuzz.ts';
import { mutatedJson } from './mutated-json.ts';
import { asyncPayments } from './payments/async-payments.ts';
import { memoryTable } from './payments/memory-table.ts';

const paying = vi.hoisted(() => ({
  orderPayments: () => ({ pay: async () => ({ status: 'accepted', degraded: false }) }),
}));
vi.mock('../../../lambdas/orders/v1.3/payments.ts', () => paying);
vi.mock('../../../lambdas/orders/v2/payments.ts', () => paying);

type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

interface Edge {
  resource: string;
  valid: Record<string, unknown>;
  /** The member that identifies what is made. */
  id: string;
  /** Items of one that is accepted. */
  items: number;
  attributes: readonly string[];
  handler(): Promise<Handler>;
}

const paid = { amount: '12.50', currency: 'GBP', customerId: null, country: 'EIRE' };
const ORDER = {
  resource: '/orders',
  valid: {
    orderId: 'o',
    kind: 'order',
    customerId: '17850',
    country: 'EIRE',
    placedAt: '2010-12-01T08:26:00Z',
    lines: [{ sku: '85123A', description: 'lantern', quantity: 6, unitPrice: '2.55' }],
  },
  id: 'orderId',
  // The order and its event.
  items: 2,
  attributes: [
    ...['type', 'orderId', 'kind', 'status', 'total', 'customerId', 'country', 'placedAt', 'record'],
    ...['event', 'eventId', 'createdAt'],
  ],
};
const EDGES: Record<string, Edge> = {
  'orders v1.3': {
    ...ORDER,
    handler: async () => (await import('../../../lambdas/orders/v1.3/handler.ts')).handler as Handler,
  },
  'orders v2': {
    ...ORDER,
    valid: { ...ORDER.valid, channel: 'web' },
    handler: async () => (await import('../../../lambdas/orders/v2/handler.ts')).handler as Handler,
  },
  'profiles v1': {
    resource: '/profiles',
    valid: { userId: 'u', name: 'Zoë', age: 30 },
    id: 'userId',
    items: 1,
    attributes: ['type', 'userId', 'name', 'age', 'version'],
    handler: async () => (await import('../../../lambdas/profiles/v1/handler.ts')).handler,
  },
  'profiles v2': {
    resource: '/profiles',
    valid: { userId: 'u', name: 'Zoë', age: 30, email: 'zoe@example.org' },
    id: 'userId',
    items: 1,
    attributes: ['type', 'userId', 'name', 'age', 'email', 'version'],
    handler: async () => (await import('../../../lambdas/profiles/v2/handler.ts')).handler,
  },
  'payments v1.1, the route without a contract': {
    resource: '/payments',
    valid: { paymentId: 'p', kind: 'charge', ...paid },
    id: 'paymentId',
    items: 1,
    attributes: [
      ...['type', 'paymentId', 'orderId', 'kind', 'amount', 'currency', 'customerId', 'country', 'status'],
      ...['assessment', 'createdAt'],
    ],
    handler: async () => {
      const assess = async () => ({ decision: 'allow', score: 0, degraded: false }) as const;
      return paymentsHandler({
        store: paymentStore(new Table(TABLE)),
        assess,
        assessOrHold: assess,
        now: () => new Date(0),
        newPaymentId: () => 'made',
        // The route answers at once.
        ...asyncPayments(memoryTable()),
      });
    },
  },
  'fraud v1.1, the route without a contract': {
    resource: '/assessments',
    valid: { assessmentId: 'a', ...paid },
    id: 'assessmentId',
    items: 1,
    attributes: [
      ...['type', 'assessmentId', 'amount', 'currency', 'customerId', 'country', 'score', 'decision'],
    ],
    handler: async () => (await import('../../../lambdas/fraud/v1.1/handler.ts')).handler,
  },
};

const TABLE = 'edges';
let dynamodb: DynamoDBClient;
let close: () => Promise<void>;
beforeAll(async () => {
  const endpoint = await startEndpoint({ port: 0 });
  vi.stubEnv('AWS_ENDPOINT_URL', endpoint.url);
  vi.stubEnv('AWS_REGION', 'us-east-1');
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'test');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
  for (const name of ['SHARED_TABLE', 'FRAUD_TABLE']) vi.stubEnv(name, TABLE);
  for (const service of ['PAYMENTS', 'CARRIER']) {
    vi.stubEnv(`${service}_API_ID`, 'none');
    vi.stubEnv(`${service}_API_STAGE`, 'none');
  }
  dynamodb = new DynamoDBClient({});
  await dynamodb.send(
    new CreateTableCommand({
      TableName: TABLE,
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
  close = async () => {
    dynamodb.destroy();
    await endpoint.close();
  };
});
afterAll(() => close());

async function items() {
  const all: Record<string, unknown>[] = [];
  const pages = paginateScan({ client: dynamodb }, { TableName: TABLE, ConsistentRead: true });
  for await (const { Items = [] } of pages) all.push(...Items);
  return all;
}

const contentType = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('application/json', 'application/json; charset=utf-8') },
  { weight: 1, arbitrary: fc.constantFrom('text/xml', 'application/proto', '', 'constructor') },
);
const timeout = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(undefined, '60000', '9999999999') },
  { weight: 1, arbitrary: fc.constantFrom('soon', '-1', '', '1e3', '9'.repeat(30)) },
);
const key = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(undefined, 'k1') },
  { weight: 1, arbitrary: fc.constantFrom('a b', '', '../a', 'x'.repeat(101)) },
);

/** Of all edges, because two of them share their items. */
let made = 0;

const RUNS = fuzzRuns(500);

const REFUSED = {
  400: ['bad-request'],
  409: ['conflict'],
  413: ['payload-too-large'],
  415: ['unsupported-media-type'],
} as Record<number, string[]>;

test.each(Object.entries(EDGES))(
  `%s: ${RUNS.numRuns} mutated requests are refused as the fault of the client, or stored without unknown members`,
  async (_, edge) => {
    const handler = await edge.handler();
    const logged = (['debug', 'info', 'warn', 'error'] as const).map((level) =>
      vi.spyOn(logger, level).mockReturnValue(undefined),
    );
    const before = new Set((await items()).map((item) => JSON.stringify([item['pk'], item['sk']])));
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        mutatedJson({ ...edge.valid, [edge.id]: 'FRESH' }),
        contentType,
        timeout,
        key,
        async (body, contentType, timeout, key) => {
          const fresh = Buffer.from(body.toString('latin1').replace('FRESH', `id-${++made}`), 'latin1');
          const event = {
            httpMethod: 'POST',
            resource: edge.resource,
            path: edge.resource,
            pathParameters: null,
            queryStringParameters: null,
            headers: { 'Content-Type': contentType, 'X-Timeout-Ms': timeout, 'Idempotency-Key': key },
            body: fresh.toString('base64'),
            isBase64Encoded: true,
          };
          // Only what the handler reads of what API Gateway sends.
          const { statusCode, body: answer } = await handler(
            event as unknown as APIGatewayProxyEvent,
            { awsRequestId: 'r-1', getRemainingTimeInMillis: () => 8000 } as Context,
          );
          statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
          if (statusCode === 200 || statusCode === 201) return;
          expect([statusCode, REFUSED[statusCode]]).toEqual([
            statusCode,
            expect.arrayContaining([JSON.parse(answer).error.code]),
          ]);
          expect(answer).not.toContain('secret');
        },
      ),
      RUNS,
    );
    const stored = (await items()).filter((item) => !before.has(JSON.stringify([item['pk'], item['sk']])));
    expect(stored.length).toBe((statuses.get(201) ?? 0) * edge.items);
    const names = new Set(stored.flatMap((item) => Object.keys(item)));
    expect([...names].filter((name) => !['pk', 'sk', ...edge.attributes].includes(name))).toEqual([]);
    // A byte that is no UTF-8 is refused, and not replaced.
    expect(JSON.stringify(stored)).not.toContain('\uFFFD');
    for (const spy of logged) expect(spy).not.toHaveBeenCalled();
    // Not all of them are refused at the first hurdle.
    for (const status of [201, 400, 415])
      expect([status, statuses.get(status) ?? 0]).not.toEqual([status, 0]);
  },
  60_000,
);
