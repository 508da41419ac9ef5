import { BatchGetCommand } from '@aws-sdk/lib-dynamodb';
import { z } from 'zod';
import type { PayloadKind } from '../../schemas/events/product-events.ts';
import { productProjectionKey } from '../../schemas/items/payloads-lab-items.ts';
import type { DriverContext } from '../context.ts';

/** What the consumer of one payload kind knows of a product. */
export interface StoredProjection {
  productId: string;
  version: number;
  record: unknown;
  projectedAt: Date;
  /** Events that changed the projection. */
  applied: number;
  /** Events that were older than the projection. */
  ignored: number;
}

// The driver's clients return numbers as text.
const count = z.coerce.number();
const stored = z.object({
  productId: z.string(),
  version: count,
  record: z.string().transform((text): unknown => JSON.parse(text)),
  projectedAt: z.string().transform((text) => new Date(text)),
  applied: count,
  ignored: count,
});

/** BatchGetItem takes at most 100 keys. */
const BATCH = 100;

/** Projections by product; those that do not exist are left out. */
export async function readProjections(
  { aws, system, signal }: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  kind: PayloadKind,
  productIds: readonly string[],
): Promise<Map<string, StoredProjection>> {
  const found = new Map<string, StoredProjection>();
  const { table } = system.payloads;
  let keys = productIds.map((productId) => productProjectionKey(kind, productId));
  while (keys.length > 0) {
    const { Responses, UnprocessedKeys } = await aws.documents.send(
      new BatchGetCommand({
        RequestItems: { [table]: { Keys: keys.slice(0, BATCH), ConsistentRead: true } },
      }),
      { abortSignal: signal },
    );
    for (const item of Responses?.[table] ?? []) {
      const projection = stored.parse(item);
      found.set(projection.productId, projection);
    }
    const left = (UnprocessedKeys?.[table]?.Keys ?? []) as typeof keys;
    keys = [...left, ...keys.slice(BATCH)];
  }
  return found;
}
