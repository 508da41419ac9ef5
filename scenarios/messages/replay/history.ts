import type { DriverContext } from '../../../driver/context.ts';
import { PARTITIONS } from '../../../driver/journal/journal-range.ts';
import { readFrom } from '../../../driver/journal/read-journal.ts';

/** What the journal holds up to a replay's end. */
export interface History {
  orderIds: ReadonlySet<string>;
  /** Events by the schema that they name, such as `urn:shop:schemas:order:v1`. */
  bySchema: ReadonlyMap<string, number>;
  /** Events that carry the mark of a replay: these must not be here. */
  replayed: number;
}

/** Reads every partition, up to and without the offsets in `to`. */
export async function readHistory(
  context: Pick<DriverContext, 'aws' | 'system'>,
  to: ReadonlyMap<number, number>,
): Promise<History> {
  const orderIds = new Set<string>();
  const bySchema = new Map<string, number>();
  let replayed = 0;
  for (const partition of PARTITIONS) {
    const end = to.get(partition) ?? 0;
    for await (const { offset, orderId, event } of readFrom(context, partition, 0, {})) {
      if (offset >= end) break;
      const { dataschema = 'none', replayid }: { dataschema?: string; replayid?: string } = JSON.parse(event);
      orderIds.add(orderId);
      bySchema.set(dataschema, (bySchema.get(dataschema) ?? 0) + 1);
      if (replayid !== undefined) replayed += 1;
    }
  }
  return { orderIds, bySchema, replayed };
}
