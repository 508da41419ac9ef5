import { randomBytes } from 'node:crypto';
import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { expect, onTestFinished, test } from 'vitest';
import { withFaults } from '../../driver/faults/fault-switch.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { orderShipmentKey } from '../../schemas/items/order-shipment-item.ts';
import { shipmentKey } from '../../schemas/items/shipment-item.ts';
import { deployedShop } from './support/deployed-shop.ts';

const freshId = () => `ship-${randomBytes(6).toString('hex')}`;

async function shop() {
  const deployed = await deployedShop();
  onTestFinished(() => deployed.faults?.clear());
  const { aws, system, shop } = deployed;
  const place = (orderId: string) => shop.send('orders', 'POST', '/orders', smallOrder(orderId));
  const ship = (orderId: string) => shop.send('orders', 'POST', `/orders/${orderId}/shipment`, {});
  const stored = async (table: string, Key: object) =>
    (await aws.documents.send(new GetCommand({ TableName: table, Key, ConsistentRead: true }))).Item;
  const booking = (orderId: string) => stored(system.tables.carrier, shipmentKey(orderId));
  const handedOver = (orderId: string) => stored(system.tables.shared, orderShipmentKey(orderId));
  return { ...deployed, send: shop.send, place, ship, booking, handedOver };
}

test('an order is handed to the carrier once, however often that is asked for', async () => {
  const { send, place, ship, booking, handedOver } = await shop();
  const orderId = freshId();
  expect((await place(orderId)).status).toBe(201);

  const first = await ship(orderId);
  expect(first).toMatchObject({
    status: 201,
    body: { orderId, trackingNumber: expect.stringMatching(/\w{9,}/) },
  });
  expect(await ship(orderId)).toMatchObject({ status: 200, body: first.body });
  const { trackingNumber } = first.body as { trackingNumber: string };
  expect(await booking(orderId)).toMatchObject({ orderId, trackingNumber, parcels: '1', weightGrams: '300' });
  expect(await handedOver(orderId)).toMatchObject({ orderId, trackingNumber });
  const { body } = await send('orders', 'GET', `/orders/${orderId}`);
  expect(body).toMatchObject({ orderId, status: 'placed', shipment: { trackingNumber } });
});

test('ten requests at a time book one shipment', async () => {
  const { place, ship } = await shop();
  const orderId = freshId();
  await place(orderId);
  const answers = await Promise.all(Array.from({ length: 10 }, () => ship(orderId)));
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
});

test('what does not exist does not ship', async () => {
  const { ship, booking } = await shop();
  const orderId = freshId();
  expect(await ship(orderId)).toMatchObject({ status: 404, body: { error: { code: 'not-found' } } });
  expect(await booking(orderId)).toBeUndefined();
});

test('while the carrier is down nothing is stored, and afterwards the order ships', async () => {
  const { faults, place, ship, booking, handedOver } = await shop();
  const orderId = freshId();
  await place(orderId);
  await withFaults(
    { faults },
    [{ service: 'carrier', share: 1, fault: { kind: 'unavailable' } }],
    async () => {
      expect(await ship(orderId)).toMatchObject({
        status: 503,
        body: { error: { code: 'dependency-unavailable' } },
      });
    },
  );
  expect(await booking(orderId)).toBeUndefined();
  expect(await handedOver(orderId)).toBeUndefined();
  expect((await ship(orderId)).status).toBe(201);
});
