import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { AttributeValue, DynamoDBBatchResponse, DynamoDBStreamEvent } from 'aws-lambda';
import { z } from 'zod';
import type { DriverContext } from '../context.ts';
import { ALIAS } from '../system.ts';
import type { UnpublishedEvent } from './unpublished-events.ts';

/** At most 256 KiB each; an invocation takes 6 MB. */
const BATCH = 10;

const BatchResponse = z.object({ batchItemFailures: z.array(z.object({ itemIdentifier: z.string() })) });

export interface Republished {
  /** The relay has published them, or set them aside. */
  handed: UnpublishedEvent[];
  /** The topic did not take them. */
  failed: UnpublishedEvent[];
}

/**
 * Has the live relay publish outbox items again, as if the table's stream had just brought them: in the same order and
 * with the same deduplication ids. What was published before is published twice, and consumers are idempotent.
 */
export async function republish(
  { aws, system, signal }: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  events: AsyncIterable<UnpublishedEvent>,
): Promise<Republished> {
  const result: Republished = { handed: [], failed: [] };
  const send = async (batch: readonly UnpublishedEvent[]) => {
    const { FunctionError, Payload } = await aws.lambda.send(
      new InvokeCommand({
        FunctionName: system.relay.functionName,
        Qualifier: ALIAS,
        Payload: JSON.stringify({ Records: batch.map(toRecord) } satisfies DynamoDBStreamEvent),
      }),
      { abortSignal: signal },
    );
    if (FunctionError !== undefined) throw new Error(`The relay failed: ${FunctionError}`);
    const answer: DynamoDBBatchResponse = BatchResponse.parse(
      JSON.parse(Buffer.from(Payload ?? []).toString('utf8')),
    );
    const failed = new Set(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
    for (const [index, event] of batch.entries()) {
      result[failed.has(String(index)) ? 'failed' : 'handed'].push(event);
    }
  };

  let batch: UnpublishedEvent[] = [];
  for await (const event of events) {
    batch.push(event);
    if (batch.length < BATCH) continue;
    await send(batch);
    batch = [];
  }
  if (batch.length > 0) await send(batch);
  return result;
}

/** What the stream would say of the item, as far as the relay reads it. */
function toRecord({ pk, sk, orderId, eventId, event }: UnpublishedEvent, index: number) {
  const image = Object.entries({ pk, sk, orderId, eventId, event }).flatMap(
    ([name, value]): [string, AttributeValue][] => (value === undefined ? [] : [[name, { S: value }]]),
  );
  return {
    eventName: 'INSERT' as const,
    dynamodb: {
      SequenceNumber: String(index),
      Keys: { pk: { S: pk }, sk: { S: sk } },
      NewImage: Object.fromEntries(image),
    },
  };
}
