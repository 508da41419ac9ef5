import { withTotal } from '../../lambdas/orders/domain.ts';
import { newOrder, toRecord } from '../../lambdas/orders/v2/order.ts';
import { orderEvent } from '../../lambdas/orders/v2/outbox.ts';
import { checkEvent } from '../../lambdas/relay/v2/check-event.ts';
import { avroSchema } from '../../lambdas/shared/avro/schema.ts';
import { AvroReader } from '../../lambdas/shared/avro/single-object.ts';
import { readEvent } from '../../lambdas/shared/events.ts';
import { RegistryClient } from '../../lambdas/shared/registry-client.ts';
import { SCHEMA } from '../../schemas/gen/avro/order/v2.ts';
import { type Figure, type Measure, median, timed } from '../measure.ts';

const LINES = 20;
const BATCHES = 9;
const BATCH = 500;
const REMAINING_MS = 10_000;

/** What it costs relay v2 to check an event against its schema, which it has from the registry after the first one. */
export const eventCheck: Measure = {
  name: 'event-check',
  async take(runs) {
    const body = eventOfOrder();
    const registry = new RegistryClient({ get: async () => ({ status: 200, body: REGISTERED }) });
    const schema = avroSchema(SCHEMA);
    const reader = new AvroReader(schema, [schema]);
    const floor: number[] = [];
    const check: Figure = {
      name: `Check of an event of ${LINES} lines against its schema`,
      unit: 'µs',
      values: [],
      floor: { name: 'reading it as a consumer does', values: floor },
    };
    for (let run = 0; run < runs; run += 1) {
      floor.push(await microseconds(async () => reader.decode(readEvent(body).data)));
      check.values.push(await microseconds(() => checkEvent(body, registry, REMAINING_MS)));
    }
    return [check];
  },
};

const REGISTERED = { schema: JSON.stringify(SCHEMA), versions: [{ subject: 'order', version: 2 }] };

function eventOfOrder(): string {
  const order = withTotal(
    newOrder.parse({
      orderId: '536365',
      kind: 'order',
      customerId: '17850',
      country: 'United Kingdom',
      placedAt: '2010-12-01T08:26:00Z',
      channel: 'web',
      lines: Array.from({ length: LINES }, (_, index) => ({
        sku: String(85_000 + index),
        description: 'WHITE HANGING HEART T-LIGHT HOLDER',
        quantity: 6,
        unitPrice: '2.55',
      })),
    }),
  );
  return orderEvent(order, toRecord(order), new Date('2010-12-01T08:26:00Z'));
}

/** The median of batches, each of which is long enough for the clock. */
async function microseconds(call: () => Promise<unknown>): Promise<number> {
  const batches: number[] = [];
  for (let index = 0; index < BATCHES; index += 1) {
    const milliseconds = await timed(async () => {
      for (let number = 0; number < BATCH; number += 1) await call();
    });
    batches.push((milliseconds / BATCH) * 1000);
  }
  return median(batches);
}
