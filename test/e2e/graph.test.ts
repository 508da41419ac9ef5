import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, inject, onTestFinished, test } from 'vitest';
import type { DependencyGraph } from '../../driver/graph/dependency-graph.ts';
import { awaitConsumers } from '../../driver/orders/await-consumers.ts';
import { smallOrder } from '../../driver/orders/small-order.ts';
import { eventually } from '../../packages/testing/src/eventually.ts';
import { dataflow } from './support/command-line.ts';
import { deployedShop } from './support/deployed-shop.ts';

const graph = async (...args: string[]) => {
  const { status, stdout, stderr } = await dataflow(['graph', '--endpoint', inject('endpoint'), ...args]);
  expect(stderr).toBe('');
  expect(status).toBe(0);
  return stdout;
};

test('an order leaves its way through the shop in the graph', async () => {
  const shop = await deployedShop();
  const orderId = `graph-${Date.now()}`;
  await shop.shop.send('orders', 'POST', '/orders', smallOrder(orderId));
  await shop.shop.send('orders', 'POST', `/orders/${orderId}/shipment`, {});
  const signal = new AbortController().signal;
  expect(await awaitConsumers({ ...shop, signal, progress: () => {} }, [orderId])).toBe(true);

  const observed: DependencyGraph = await eventually('the logs are written', async () => {
    const read: DependencyGraph = JSON.parse(await graph('--since', '1h', '--format', 'json'));
    return read.edges.some(({ to }) => to === 'email') && read;
  });
  const edges = new Map(observed.edges.map((edge) => [`${edge.from} > ${edge.to}`, edge]));
  expect([...edges.keys()]).toEqual(
    expect.arrayContaining([
      'client > orders',
      'orders > payments',
      'payments > fraud',
      'orders > carrier',
      'orders > shared table',
      'shared table > relay',
      'relay > OrderEvents topic',
      'OrderEvents topic > analytics',
      'OrderEvents topic > email',
      'OrderEvents topic > journal',
    ]),
  );
  expect(edges.get('payments > fraud')).toMatchObject({ mode: 'sync', p99: expect.any(Number) });
  expect(edges.get('OrderEvents topic > email')).toMatchObject({ mode: 'async' });
  expect(observed).toMatchObject({ depth: 3, cycles: [] });
});

test('the graph is drawn as Mermaid and as SVG', async () => {
  expect(await graph('--format', 'mermaid')).toMatch(/^flowchart LR\n {2}n0/);
  const folder = mkdtempSync(join(tmpdir(), 'graph-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'graph.svg');
  await graph('--format', 'svg', '--out', file);
  expect(readFileSync(file, 'utf8')).toContain('<svg');
});
