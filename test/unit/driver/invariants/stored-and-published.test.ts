import { expect, it } from 'vitest';
import { compareStoredAndPublished } from '../../../../driver/invariants/stored-and-published.ts';

it('tells lost events from phantoms, and does not count orders of others', () => {
  const compared = compareStoredAndPublished(
    ['whole', 'lost', 'phantom', 'absent'],
    new Set(['whole', 'lost', 'other']),
    new Set(['whole', 'phantom', 'another']),
  );
  expect(compared).toEqual({
    both: ['whole'],
    storedOnly: ['lost'],
    publishedOnly: ['phantom'],
    neither: ['absent'],
  });
});
