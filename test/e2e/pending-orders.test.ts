import { randomBytes } from 'node:crypto';
import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import { expect, test } from 'vitest';
import { whileStopped } from '../../driver/faults/stopped-function.ts';
import { reconcileOrders } from '../../driver/orders/reconcile.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { pendingKey } from '../../schemas/items/pending-order-item.ts';
import { deployedShop } from './support/deployed-shop.ts';

/** One order that got as far as payments, which took no requests: pending, and nobody was charged. */
async function pendingOrder() {
  const context = await deployedShop();
  const { aws, shop, system } = context;
  const order = smallOrder(`pending-${randomBytes(4).toString('hex')}`);
  const { orderId } = order;
  const place = (changes: object = {}) => shop.send('orders', 'POST', '/orders', { ...order, ...changes });
  const { status } = await whileStopped(context, system.services.payments.functionName, place);
  expect(status).toBe(503);
  return {
    context,
    orderId,
    place,
    show: () => shop.send('orders', 'GET', `/orders/${orderId}`),
    /** Lets the order be two minutes old. */
    async age() {
      await aws.documents.send(
        new UpdateCommand({
          TableName: system.tables.shared,
          Key: pendingKey(orderId),
          UpdateExpression: 'SET since = :since',
          ConditionExpression: 'attribute_exists(pk)',
          ExpressionAttributeValues: { ':since': new Date(Date.now() - 120_000).toISOString() },
        }),
      );
    },
  };
}

test('an order that could not be paid for is shown as pending, and placed when its client comes back', async () => {
  const { show, place, orderId } = await pendingOrder();
  expect(await show()).toMatchObject({ status: 200, body: { orderId, status: 'pending', total: '5.10' } });
  expect(await place()).toMatchObject({ status: 201, body: { orderId, status: 'placed' } });
  expect(await show()).toMatchObject({ status: 200, body: { status: 'placed' } });
});

test('another order cannot take the id of one that is pending', async () => {
  const { show, place } = await pendingOrder();
  expect(await place({ country: 'France' })).toMatchObject({
    status: 409,
    body: { error: { code: 'conflict' } },
  });
  expect(await show()).toMatchObject({ body: { status: 'pending' } });
  expect(await place()).toMatchObject({ status: 201 });
  // Nor of one that is placed; and the refused one leaves nothing pending behind.
  expect(await place({ country: 'France' })).toMatchObject({ status: 409 });
  expect(await place()).toMatchObject({ status: 200, body: { status: 'placed' } });
});

test('a reconciliation charges nobody: what is not paid for it forgets, once no request can be at work on it', async () => {
  const { context, orderId, show, age, place } = await pendingOrder();
  expect((await reconcileOrders(context)).waiting).toContain(orderId);
  expect(await show()).toMatchObject({ body: { status: 'pending' } });

  await age();
  expect((await reconcileOrders(context)).forgotten).toContain(orderId);
  expect((await show()).status).toBe(404);
  const payment = await context.shop.send('payments', 'GET', `/payments/${orderId}`);
  expect(payment.status).toBe(404);
  expect(await reconcileOrders(context)).toMatchObject({ failed: [], complete: true });
  // The id is free again.
  expect(await place({ country: 'France' })).toMatchObject({ status: 201 });
});
