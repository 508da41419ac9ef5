import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, paginateScan } from '@aws-sdk/lib-dynamodb';
import { startEndpoint } from '@modes-of-dataflow/endpoint';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { EffectsLog } from '../../../../lambdas/deliveries/v1/effects-log.ts';
import { Table } from '../../../../lambdas/shared/table.ts';
import { effectsPartitionKey } from '../../../../schemas/items/deliveries-lab-items.ts';
import { aDelivery } from './a-delivery.ts';

const TableName = 'deliveries';
let close: () => Promise<void>;
let documents: DynamoDBDocumentClient;

beforeAll(async () => {
  const endpoint = await startEndpoint({ port: 0 });
  const client = new DynamoDBClient({
    endpoint: endpoint.url,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  documents = DynamoDBDocumentClient.from(client);
  close = async () => {
    client.destroy();
    await endpoint.close();
  };
  await client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'pk', KeyType: 'HASH' },
        { AttributeName: 'sk', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['pk', 'sk'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    }),
  );
}, 60_000);

afterAll(() => close());

const effectsLog = () =>
  new EffectsLog({
    table: new Table(TableName, documents),
    documents,
    stamp: () => ({ invocation: 'i', at: '2026-12-01T00:00:00.000Z', expiresAt: 1 }),
    newToken: () => crypto.randomUUID(),
    random: Math.random,
  });

/** `offset:message` of a log's effects, by offset. */
async function effectsOf(log: string): Promise<string[]> {
  const items: Record<string, unknown>[] = [];
  for await (const { Items } of paginateScan({ client: documents }, { TableName }))
    items.push(...(Items ?? []));
  return items
    .filter(({ pk, type }) => pk === effectsPartitionKey(log, aDelivery().group) && type === 'effect')
    .sort((a, b) => Number(a['offset']) - Number(b['offset']))
    .map(({ offset, messageId }) => `${offset}:${messageId}`);
}

it('appends effects whatever is in the log', async () => {
  const batch = ['a', 'b'].map((id) => aDelivery({ id, log: 'add' }));
  await effectsLog().append(batch);
  await effectsLog().append(batch);
  expect(await effectsOf('add')).toEqual(['0:a', '1:b', '2:a', '3:b']);
});

it('appends one effect for each message, and leaves out those that have one', async () => {
  const of = (...ids: string[]) => ids.map((id) => aDelivery({ id, log: 'once' }));
  await effectsLog().appendOnce(of('a', 'b', 'a'));
  await effectsLog().appendOnce(of('b', 'c'));
  await effectsLog().appendOnce(of('a', 'b', 'c'));
  expect(await effectsOf('once')).toEqual(['0:a', '1:b', '2:c']);
});

it('gives concurrent batches offsets without gaps, also where they have messages in common', async () => {
  const batches = Array.from({ length: 8 }, (_, index) =>
    [index, index + 1, index + 2].map((id) => aDelivery({ id: `m-${id}`, log: 'concurrent' })),
  );
  await Promise.all(batches.map((batch) => effectsLog().appendOnce(batch)));
  const effects = await effectsOf('concurrent');
  expect(effects.map((effect) => Number(effect.split(':')[0]))).toEqual(effects.map((_, index) => index));
  expect(new Set(effects.map((effect) => effect.split(':')[1])).size).toBe(10);
  expect(effects).toHaveLength(10);
});
