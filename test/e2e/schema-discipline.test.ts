import { expect, test } from 'vitest';
import { schemaDiscipline } from '../../scenarios/messages/schema-discipline/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('events that a consumer does not know yet are parked, and processed after its upgrade', async () => {
  const result = await resultOf(schemaDiscipline);

  expect(differing(result)).toEqual([]);
  const { index } = result;
  const { of: events } = index.get('producers-first.parked');
  expect(events).toBeGreaterThanOrEqual(8);
  expect(index.number('producers-first.parked')).toBe(events);
  expect(index.number('producers-first.redriven')).toBe(events);
  expect(index.number('producers-first.lost')).toBe(0);
  expect(index.number('consumers-first.parked')).toBe(0);
  expect(index.number('matrix.refused')).toBe(2);
  expect(index.number('one-change.components-broken')).toBe(0);
  expect(index.number('one-change.must-deploy')).toBe(1);
  expect(index.number('one-change.known-schemas-must-deploy')).toBe(4);
});
