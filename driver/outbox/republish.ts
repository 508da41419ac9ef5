import type { DriverContext } from '../context.ts';
import { invokeRelay } from './invoke-relay.ts';
import type { UnpublishedEvent } from './unpublished-events.ts';

/** At most 256 KiB each; an invocation takes 6 MB. */
const BATCH = 10;

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
  context: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  events: AsyncIterable<UnpublishedEvent>,
): Promise<Republished> {
  const result: Republished = { handed: [], failed: [] };
  const send = async (batch: readonly UnpublishedEvent[]) => {
    const { failed } = await invokeRelay(context, batch);
    for (const [index, event] of batch.entries()) {
      result[failed.has(index) ? 'failed' : 'handed'].push(event);
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
