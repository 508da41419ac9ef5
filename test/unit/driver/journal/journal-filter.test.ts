import { expect, it } from 'vitest';
import { matches } from '../../../../driver/journal/journal-filter.ts';

const event = JSON.stringify({
  type: 'shop.order.placed',
  dataschema: 'urn:shop:schemas:order:v1',
  data_base64: Buffer.from('c301a1b2c3d4e5f6071800', 'hex').toString('base64'),
});

it.each([
  [{}, true],
  [{ type: 'shop.order.placed' }, true],
  [{ type: 'shop.order' }, false],
  [{ schema: 'urn:shop:schemas:order:v1' }, true],
  [{ schema: 'order:v1' }, true],
  [{ schema: 'v1' }, true],
  [{ schema: 'rder:v1' }, false],
  [{ schema: 'order:v2' }, false],
  [{ schema: 'A1B2C3D4E5F60718' }, true],
  [{ schema: 'a1b2c3d4e5f60719' }, false],
  [{ type: 'shop.order.cancelled', schema: 'order:v1' }, false],
])('the filter %j takes an event: %s', (filter, expected) => {
  expect(matches({ event }, filter)).toBe(expected);
});

it('takes an event without data or schema only when no schema is asked for', () => {
  const bare = { event: '{"type":"shop.order.placed"}' };
  expect(matches(bare, { type: 'shop.order.placed' })).toBe(true);
  expect(matches(bare, { schema: 'order:v1' })).toBe(false);
});
