import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs';
import { apiUrl } from '../../driver/clients/api-url.ts';
import { concurrently } from '../../driver/concurrently.ts';
import { readReleases } from '../../driver/releases.ts';
import type { System } from '../../driver/system.ts';
import { kebabCase } from '../kebab-case.ts';
import type { Shop } from '../open-shop.ts';
import { shopFunctions } from '../shop-functions.ts';

/** What `status` shows, and what `status --json` writes. */
export interface ShopStatus {
  urls: { service: string; url: string }[];
  functions: FunctionStatus[];
  tables: { table: string; name: string; items: number }[];
  queues: QueueStatus[];
}

export interface FunctionStatus {
  function: string;
  name: string;
  /** What the alias `live` sends requests to, with shares from 0 to 1. */
  traffic: { release: string; version: string; weight: number }[];
  /** Every deployed release. */
  releases: { release: string; version: string }[];
}

export interface QueueStatus {
  /** The name of its consumer, or its own where it has another reader. */
  queue: string;
  url: string;
  waiting: number;
  inFlight: number;
  delayed: number;
  /** Null where there is no dead-letter queue. */
  deadLetters: number | null;
}

const REQUESTS = 4;

export async function readStatus(shop: Shop): Promise<ShopStatus> {
  const { aws, system } = shop;
  const apis = Object.entries({ ...system.services, registry: system.registry });
  return {
    urls: apis.map(([service, { apiId }]) => ({ service, url: apiUrl(apiId, system.stage, aws.settings) })),
    functions: await concurrently([...shopFunctions(system)], REQUESTS, ([name, functionName]) =>
      readFunction(shop, name, functionName),
    ),
    tables: await readTables(shop),
    queues: await concurrently(queuesOf(system), REQUESTS, async ({ queue, queueUrl, deadLetterUrl }) => ({
      queue,
      url: queueUrl,
      ...(await readDepths(shop, queueUrl)),
      deadLetters: deadLetterUrl === undefined ? null : (await readDepths(shop, deadLetterUrl)).waiting,
    })),
  };
}

interface NamedQueue {
  queue: string;
  queueUrl: string;
  deadLetterUrl?: string;
}

function queuesOf({ consumers, groups, queues, reconciliations }: System): NamedQueue[] {
  return [
    ...Object.entries({ ...consumers, ...groups, ...queues }).map(([name, { queueUrl, deadLetterUrl }]) => ({
      queue: kebabCase(name),
      queueUrl,
      deadLetterUrl,
    })),
    { queue: 'reconciliations-succeeded', queueUrl: reconciliations.succeededUrl },
    { queue: 'reconciliations-failed', queueUrl: reconciliations.failedUrl },
  ];
}

async function readFunction(
  { aws, traffic }: Shop,
  name: string,
  functionName: string,
): Promise<FunctionStatus> {
  const [releases, split] = await Promise.all([
    readReleases(aws.lambda, functionName),
    traffic.read(functionName),
  ]);
  const released = [...releases].map(([release, version]) => ({ release, version }));
  const nameOf = (version: string) =>
    released.find((each) => each.version === version)?.release ?? `version ${version}`;
  const canary = split.canary?.weight ?? 0;
  const shares = [
    { version: split.version, weight: 1 - canary },
    ...(split.canary ? [{ version: split.canary.version, weight: canary }] : []),
  ];
  return {
    function: name,
    name: functionName,
    traffic: shares.map((share) => ({ release: nameOf(share.version), ...share })),
    releases: released,
  };
}

async function readTables({ aws, system }: Shop): Promise<ShopStatus['tables']> {
  const groups = Object.entries(system.groups).map(([group, { tableName }]) => [group, tableName]);
  const tables: Record<string, string> = {
    ...system.tables,
    ...Object.fromEntries(groups),
    records: system.records.table,
    registry: system.registry.tableName,
  };
  const dynamodb = new DynamoDBClient(aws.settings);
  try {
    return await concurrently(Object.entries(tables), REQUESTS, async ([table, name]) => {
      const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: name }));
      return { table, name, items: Table?.ItemCount ?? 0 };
    });
  } finally {
    dynamodb.destroy();
  }
}

async function readDepths(
  { aws }: Shop,
  url: string,
): Promise<Pick<QueueStatus, 'waiting' | 'inFlight' | 'delayed'>> {
  const { Attributes } = await aws.sqs.send(
    new GetQueueAttributesCommand({
      QueueUrl: url,
      AttributeNames: [
        'ApproximateNumberOfMessages',
        'ApproximateNumberOfMessagesNotVisible',
        'ApproximateNumberOfMessagesDelayed',
      ],
    }),
  );
  return {
    waiting: Number(Attributes?.ApproximateNumberOfMessages ?? 0),
    inFlight: Number(Attributes?.ApproximateNumberOfMessagesNotVisible ?? 0),
    delayed: Number(Attributes?.ApproximateNumberOfMessagesDelayed ?? 0),
  };
}
