import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { Product } from '../../../../lambdas/payloads/domain.ts';
import { type ProjectorOptions, projector } from '../../../../lambdas/payloads/v1/projector.ts';
import type { ReceivedChange } from '../../../../lambdas/shared/messaging/payload-kinds/change-event.ts';
import { RefusedEvent } from '../../../../lambdas/shared/messaging/refused-event.ts';
import { type Attributes, VersionConflict } from '../../../../lambdas/shared/table.ts';
import { productProjectionKey } from '../../../../schemas/items/payloads-lab-items.ts';

const NOW = new Date('2026-12-01T12:00:00.000Z');

function memoryTable() {
  const items = new Map<string, Attributes>();
  const table: ProjectorOptions['table'] = {
    async getItem({ pk, sk }) {
      const item = items.get(pk + sk);
      // As the document client returns numbers.
      return (
        item &&
        Object.fromEntries(
          Object.entries(item).map(([name, value]) => [
            name,
            typeof value === 'number' ? NumberValue.from(value) : value,
          ]),
        )
      );
    },
    async createItem({ pk, sk }, attributes) {
      if (items.has(pk + sk)) return false;
      items.set(pk + sk, attributes);
      return true;
    },
    async putItem({ pk, sk }, attributes, expectedVersion) {
      if (items.get(pk + sk)?.['version'] !== expectedVersion) throw new VersionConflict('changed');
      items.set(pk + sk, attributes);
    },
  };
  const item = (id: string) => {
    const { pk, sk } = productProjectionKey('full', id);
    return items.get(pk + sk);
  };
  return { table, item };
}

function product(version: number, change: Partial<Product> = {}): Product {
  return {
    productId: 'p',
    version,
    name: 'Lantern',
    description: '',
    price: '2.55',
    stock: version,
    categories: [],
    ...change,
  };
}

/** The event of a version, whose data is the product. */
function event(version: number, change: Partial<ReceivedChange> = {}): ReceivedChange {
  return {
    id: `p.${version}`,
    source: '/s',
    type: 'shop.product.changed',
    subject: 'p',
    recordVersion: version,
    datacontenttype: 'application/avro',
    data: product(version),
    ...change,
  };
}

function consumer() {
  const { table, item } = memoryTable();
  const reads: number[] = [];
  const project = projector({
    kind: 'full',
    table,
    async read({ data, recordVersion }) {
      reads.push(recordVersion);
      return data as Product;
    },
    clock: () => NOW,
  });
  return { project, item, reads };
}

describe('a projection', () => {
  it('has the newest version, whatever was missed before it', async () => {
    const { project, item } = consumer();
    await project(event(1));
    await project(event(4));
    expect(item('p')).toEqual({
      type: 'projection',
      productId: 'p',
      version: 4,
      record: JSON.stringify(product(4)),
      projectedAt: NOW.toISOString(),
      applied: 2,
      ignored: 0,
    });
  });

  it('ignores and counts repeated events and older ones, without reading what they carry', async () => {
    const { project, item, reads } = consumer();
    for (const version of [1, 3, 2, 3]) await project(event(version));
    expect(item('p')).toMatchObject({
      version: 3,
      applied: 2,
      ignored: 2,
      record: JSON.stringify(product(3)),
    });
    expect(reads).toEqual([1, 3]);
  });

  it.each([
    ['unknown-type', 'of another type', event(1, { type: 'shop.product.discontinued' })],
    ['invalid-data', 'about another product', event(1, { data: product(1, { productId: 'q' }) })],
    ['invalid-data', 'of another version than it says', event(1, { data: product(2) })],
    ['invalid-data', 'with text that no UTF-8 carries', event(1, { data: product(1, { name: '\ud800' }) })],
    [
      'invalid-data',
      'too large to store',
      event(1, { data: product(1, { description: 'é'.repeat(170_000) }) }),
    ],
  ])('refuses as %s an event %s, and stays as it was', async (code, _case, refused) => {
    const { project, item } = consumer();
    await expect(project(refused)).rejects.toMatchObject({ code });
    await expect(project(refused)).rejects.toBeInstanceOf(RefusedEvent);
    expect(item('p')).toBeUndefined();
  });
});
