import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { AttributeValue, DynamoDBRecord, DynamoDBStreamEvent } from 'aws-lambda';
import { z } from 'zod';
import type { DriverContext } from '../context.ts';
import { ALIAS } from '../system.ts';

/** An outbox item as far as the relay reads it. */
export interface OutboxItem {
  pk: string;
  sk: string;
  orderId: string | undefined;
  eventId: string | undefined;
  event: string | undefined;
}

export interface RelayAnswer {
  /** The Lambda version that answered. */
  version: string | undefined;
  /** Indexes of items that are to come again. */
  failed: ReadonlySet<number>;
}

const BatchResponse = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

/**
 * Hands outbox items to the live relay, as if the table's stream had just brought them.
 *
 * @throws when the function itself fails
 */
export async function invokeRelay(
  { aws, system, signal }: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  items: readonly OutboxItem[],
): Promise<RelayAnswer> {
  const { FunctionError, Payload, ExecutedVersion } = await aws.lambda.send(
    new InvokeCommand({
      FunctionName: system.relay.functionName,
      Qualifier: ALIAS,
      Payload: JSON.stringify({ Records: items.map(toRecord) } satisfies DynamoDBStreamEvent),
    }),
    { abortSignal: signal },
  );
  if (FunctionError !== undefined) throw new Error(`The relay failed: ${FunctionError}`);
  const { batchItemFailures } = BatchResponse.parse(JSON.parse(Buffer.from(Payload ?? []).toString('utf8')));
  const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => Number(itemIdentifier)));
  return { version: ExecutedVersion, failed };
}

function toRecord({ pk, sk, orderId, eventId, event }: OutboxItem, index: number): DynamoDBRecord {
  const image = Object.entries({ pk, sk, orderId, eventId, event }).flatMap(
    ([name, value]): [string, AttributeValue][] => (value === undefined ? [] : [[name, { S: value }]]),
  );
  return {
    eventName: 'INSERT',
    dynamodb: {
      SequenceNumber: String(index),
      Keys: { pk: { S: pk }, sk: { S: sk } },
      NewImage: Object.fromEntries(image),
    },
  };
}
