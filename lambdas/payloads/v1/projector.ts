import { type PayloadKind, PRODUCT_CHANGED } from '../../../schemas/events/product-events.ts';
import { productProjectionKey } from '../../../schemas/items/payloads-lab-items.ts';
import type { ReceivedChange } from '../../shared/messaging/payload-kinds/change-event.ts';
import { RefusedEvent } from '../../shared/messaging/refused-event.ts';
import type { Table } from '../../shared/table.ts';
import { textFault } from '../../shared/text-fault.ts';
import { isOld, type Product, type Projection } from '../domain.ts';
import { readProjection } from './stored-projection.ts';

/** DynamoDB stores items of 400 KB. */
const MAX_RECORD_BYTES = 320 * 1024;

export interface ProjectorOptions {
  kind: PayloadKind;
  table: Pick<Table, 'getItem' | 'createItem' | 'putItem'>;
  /** The product after the change. @throws RefusedEvent, or ShopError `unknown-schema` */
  read: (event: ReceivedChange, current: Projection | undefined) => Promise<Product>;
  clock: () => Date;
}

/**
 * Keeps one item for each product. An event of a version that the projection has, or of an older one, changes nothing but
 * the count of such events.
 */
export function projector({ kind, table, read, clock }: ProjectorOptions) {
  return async (event: ReceivedChange): Promise<void> => {
    if (event.type !== PRODUCT_CHANGED)
      throw new RefusedEvent('unknown-type', 'the type is not a change of a product');
    const key = productProjectionKey(kind, event.subject);
    const current = readProjection(await table.getItem(key));
    if (current !== undefined && isOld(current, event.recordVersion)) {
      await table.putItem(
        key,
        itemOf({ ...current, ignored: current.ignored + 1 }, clock()),
        current.version,
      );
      return;
    }
    const record = checked(await read(event, current), event);
    const next = {
      version: record.version,
      record,
      applied: (current?.applied ?? 0) + 1,
      ignored: current?.ignored ?? 0,
    };
    if (current !== undefined) await table.putItem(key, itemOf(next, clock()), current.version);
    // Created by a repeated delivery in the meantime: it comes again, and is old then.
    else if (!(await table.createItem(key, itemOf(next, clock()))))
      throw new Error('the projection has been created since it was read');
  };
}

/** What the envelope says is what the record says. */
function checked(record: Product, { subject, recordVersion }: ReceivedChange): Product {
  const refuse = (why: string) => new RefusedEvent('invalid-data', why);
  if (record.productId !== subject) throw refuse('the record is not the subject of the event');
  if (record.version !== recordVersion) throw refuse('the record has another version than the event');
  const fault = textFault(record);
  if (fault !== undefined) throw refuse(`the record: ${fault}`);
  if (Buffer.byteLength(JSON.stringify(record)) > MAX_RECORD_BYTES) {
    throw refuse(`the record is larger than ${MAX_RECORD_BYTES} bytes`);
  }
  return record;
}

function itemOf({ version, record, applied, ignored }: Projection, now: Date) {
  return {
    type: 'projection',
    productId: record.productId,
    version,
    record: JSON.stringify(record),
    projectedAt: now.toISOString(),
    applied,
    ignored,
  };
}
