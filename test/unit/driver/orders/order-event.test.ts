import { expect, test } from 'vitest';
import { generateOrders } from '../../../../driver/orders/generator.ts';
import { money } from '../../../../driver/orders/money.ts';
import { type Order, totalOf } from '../../../../driver/orders/order.ts';
import { readOrderEvent } from '../../../../driver/orders/order-event.ts';
import { withTotal } from '../../../../lambdas/orders/domain.ts';
import { newOrder, toRecord } from '../../../../lambdas/orders/v2/order.ts';
import { eventOf } from './event-of.ts';

test('what the shop writes, the scenario reads by itself, to the penny', () => {
  for (const order of generateOrders({ count: 100, seed: 3 })) {
    const event = readOrderEvent(eventOf(order));
    expect(event.orderId).toBe(order.orderId);
    expect(money(event.total)).toBe(money(totalOf(order)));
    expect(money(event.linesTotal)).toBe(money(totalOf(order)));
  }
});

test('it reads data of a later version of the schema with that version', () => {
  const [order] = generateOrders({ count: 1, seed: 3 });
  if (order === undefined) throw new Error('no order');
  const data = toRecord(withTotal(newOrder.parse(order)));
  const event = readOrderEvent(eventOf(order, { data, dataschema: 'urn:shop:schemas:order:v2' }));
  expect(money(event.total)).toBe(money(totalOf(order)));
});

test.each([
  ['no CloudEvent', (order: Order) => JSON.stringify({ ...JSON.parse(eventOf(order)), specversion: '0.3' })],
  ['an unknown type', (order: Order) => eventOf(order, { type: 'shop.order.lost' })],
  ['a schema that is no version', (order: Order) => eventOf(order, { dataschema: 'urn:shop:../v1' })],
  ['Avro without its header', (order: Order) => eventOf(order, { data: Buffer.from('abc') })],
])('%s is refused', (_case, event) => {
  const [order] = generateOrders({ count: 1, seed: 3 });
  expect(() => readOrderEvent(order === undefined ? '' : event(order))).toThrow();
});
