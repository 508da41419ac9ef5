import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { invokeHttp } from '../../driver/clients/invoke-http.ts';
import { whileStopped } from '../../driver/faults/stopped-function.ts';
import { eventDecoder } from '../../driver/journal/decode-event.ts';
import { takeParked } from '../../driver/messages/take-parked.ts';
import { reconcileOrders } from '../../driver/orders/reconcile.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { readReleases, versionOf } from '../../driver/releases.ts';
import { orderEventId } from '../../schemas/events/order-events.ts';
import { outboxKey } from '../../schemas/items/outbox-item.ts';
import { deployedShop } from './support/deployed-shop.ts';
import { storedItem } from './support/stored-item.ts';

/** The two releases of orders that are live together in a rollout. */
const PAIRS = [
  { first: 'v1.3', second: 'v2' },
  { first: 'v2', second: 'v1.3' },
] as const;

async function releasesOfOrders() {
  const shop = await deployedShop();
  const context = { ...shop, signal: new AbortController().signal };
  const { functionName } = shop.system.services.orders;
  const releases = await readReleases(shop.aws.lambda, functionName);
  const orderId = `releases-${randomBytes(4).toString('hex')}`;
  const send = (release: string, method: 'GET' | 'POST', resource: string, body?: object) =>
    invokeHttp(context, functionName, versionOf(releases, release), {
      method,
      resource,
      parameters: { orderId },
      ...(body && { body }),
    });
  return {
    context,
    orderId,
    place: (release: string, changes: object = {}) =>
      send(release, 'POST', '/orders', { ...smallOrder(orderId), channel: 'web', ...changes }),
    show: (release: string) => send(release, 'GET', '/orders/{orderId}'),
    ship: (release: string) => send(release, 'POST', '/orders/{orderId}/shipment'),
    /** The event of the order, and what its data says. */
    async event() {
      const key = outboxKey(orderId, orderEventId(orderId, 'order'));
      const item = await storedItem(shop, shop.system.tables.shared, key);
      return eventDecoder(context)(item['event']?.S ?? '');
    },
    /** Live consumers of release v1 park what release v2 writes. */
    async clean() {
      for (const consumer of ['analytics', 'email'] as const) {
        await expect
          .poll(async () => (await takeParked(context, consumer, ({ group }) => group === orderId)).length, {
            timeout: 30_000,
          })
          .toBe(1);
      }
    },
  };
}

test.each(PAIRS)(
  'an order of $first is the same order for $second, and shipped by it',
  async ({ first, second }) => {
    const { context, orderId, place, show, ship, event, clean } = await releasesOfOrders();
    const placed = await place(first);
    expect(placed).toMatchObject({ status: 201, body: { orderId, status: 'placed', total: '5.10' } });
    expect(await place(second)).toMatchObject({ status: 200, body: { orderId, status: 'placed' } });
    expect(await show(second)).toMatchObject({ status: 200, body: { total: '5.10' } });
    expect(await place(second, { country: 'France' })).toMatchObject({ status: 409 });
    expect(await ship(second)).toMatchObject({ status: 201 });
    expect(await ship(first)).toMatchObject({ status: 200 });

    const { dataschema, data } = await event();
    expect(dataschema).toBe(`urn:shop:schemas:order:${first === 'v2' ? 'v2' : 'v1'}`);
    if (first === 'v2') expect(data).toMatchObject({ currency: 'GBP', channel: 'WEB' });
    else expect(data).not.toHaveProperty('channel');
    expect(await reconcileOrders(context)).toMatchObject({ failed: [], complete: true });
    if (first === 'v2') await clean();
  },
);

test.each(PAIRS)(
  'an order that $first left pending is placed by $second, once, with all that is known of it',
  async ({ first, second }) => {
    const { context, orderId, place, show, event, clean } = await releasesOfOrders();
    const payments = context.system.services.payments.functionName;
    expect((await whileStopped(context, payments, () => place(first))).status).toBe(503);
    expect(await show(second)).toMatchObject({ body: { status: 'pending' } });
    expect(await place(second, { country: 'France' })).toMatchObject({ status: 409 });
    expect(await place(second)).toMatchObject({ status: 201, body: { orderId, status: 'placed' } });
    expect(await place(first)).toMatchObject({ status: 200 });

    // The channel that the client names is kept by the release that knows channels, whichever was first.
    expect(await event()).toMatchObject({
      dataschema: 'urn:shop:schemas:order:v2',
      data: { orderId, channel: 'WEB', currency: 'GBP' },
    });
    expect(await reconcileOrders(context)).toMatchObject({ failed: [], complete: true });
    await clean();
  },
);

test('a reconciliation by v1.3 places what v2 left pending and was paid for, as v2 wrote it', async () => {
  const { context, orderId, place, show, event, clean } = await releasesOfOrders();
  const { shop, system } = context;
  expect((await whileStopped(context, system.services.payments.functionName, () => place('v2'))).status).toBe(
    503,
  );
  const bill = { amount: '5.10', currency: 'GBP', customerId: '12346', country: 'United Kingdom' };
  const paid = await shop.send('payments', 'POST', '/payments', {
    paymentId: orderId,
    kind: 'charge',
    ...bill,
  });
  expect(paid.status).toBe(201);
  // The alias is on v1.3.
  expect((await reconcileOrders(context)).placed).toContain(orderId);
  expect(await show('v2')).toMatchObject({ body: { status: 'placed', channel: 'web' } });
  expect(await event()).toMatchObject({ dataschema: 'urn:shop:schemas:order:v2', data: { channel: 'WEB' } });
  await clean();
});
