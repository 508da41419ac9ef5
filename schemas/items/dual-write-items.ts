import { BINARY, type ItemLayout, TEXT } from './item-layout.ts';
import { orderKey } from './order-item.ts';

/** An order of the dual-write lab. */
export const DUAL_WRITE_ORDER_ITEM: ItemLayout = {
  table: 'dual-write',
  name: 'order',
  owners: ['dual-write'],
  exampleKey: orderKey('<orderId>'),
  attributes: {
    type: TEXT,
    orderId: TEXT,
    // Avro single-object encoding, subject `order`.
    record: BINARY,
  },
};
