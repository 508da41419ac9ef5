import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { httpClient } from '../../driver/clients/http.ts';
import { concurrently } from '../../driver/concurrently.ts';
import { awaitConsumers } from '../../driver/orders/await-consumers.ts';
import { generateOrders } from '../../driver/orders/generator.ts';
import { readOnlineRetail } from '../../driver/orders/online-retail.ts';
import type { Order } from '../../driver/orders/order.ts';
import { sendOrders } from '../../driver/orders/send-orders.ts';
import { benchmarkOrderKey } from '../../schemas/items/scenario-items.ts';
import { deployed } from '../deployed.ts';
import type { Figure, Measure } from '../measure.ts';
import { startServer } from '../processes.ts';

const PUT_SERVER = fileURLToPath(new URL('../floors/put-server.ts', import.meta.url));
const DATA = process.env['ONLINE_RETAIL_DATA'] ?? '../shared/data/online-retail';
const CLIENTS = 8;

/**
 * Orders a second along the whole path, until the last consumer is done; beside a plain server that puts each order
 * into a table and does nothing else with it.
 */
export const orders: Measure = {
  name: 'orders',
  async take(runs, say) {
    const real = existsSync(DATA);
    const input = real ? (await readOnlineRetail(DATA)).orders : generateOrders({ count: 500, seed: 1 });
    const figure: Figure = {
      name: `Orders until the last consumer is done (${input.length} ${real ? 'real' : 'made-up'} ones)`,
      unit: 'orders/s',
      values: [],
      floor: { name: 'node:http with one put an order', values: [] },
      target: { kind: 'at least', value: 30 },
    };
    for (let run = 0; run < runs; run += 1) {
      const system = await deployed(say);
      try {
        figure.floor?.values.push(
          await putOnly(input, system.target.environment, system.shop.system.tables.fraud),
        );
        say(`run ${run + 1} of ${runs}`);
        const begin = performance.now();
        const context = { ...system.shop, signal: new AbortController().signal, progress: say };
        const { accepted } = await sendOrders(context, input);
        const done = accepted.length === input.length && (await awaitConsumers(context, accepted));
        if (!done) throw new Error('Not every order reached every consumer');
        figure.values.push(input.length / ((performance.now() - begin) / 1000));
      } finally {
        await system.close();
      }
    }
    return [figure];
  },
};

async function putOnly(
  input: readonly Order[],
  environment: Readonly<Record<string, string>>,
  table: string,
): Promise<number> {
  const server = await startServer(PUT_SERVER, {
    ...environment,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    TABLE: table,
  });
  const http = httpClient();
  const url = new URL(server.url);
  try {
    const begin = performance.now();
    await concurrently(input, CLIENTS, async (order) => {
      const body = JSON.stringify({ ...benchmarkOrderKey(order.orderId), ...order });
      const { status } = await http.send({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (status !== 201) throw new Error(`The floor was answered with ${status}`);
    });
    return input.length / ((performance.now() - begin) / 1000);
  } finally {
    http.close();
    await server.close();
  }
}
