import { expect, test } from 'vitest';
import { visibilityFindings } from '../../../../scenarios/all/write-to-visible/findings.ts';
import { indexFindings } from '../../../../scenarios/kit/finding-index.ts';

const sightings = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ ms: index + 1, reads: 2 }));

test('few samples have a median and a maximum, and no 99th percentile', () => {
  const findings = indexFindings(visibilityFindings('databases', sightings(99)));
  expect(findings.number('databases.p50')).toBe(50);
  expect(findings.number('databases.max')).toBe(99);
  expect(findings.get('databases.p99')).toMatchObject({
    outcome: 'not-exercised',
    reason: '99 samples; a p99 needs 100 (--full)',
  });
});

test('a hundred samples have a 99th percentile, by nearest rank and in any order', () => {
  const findings = indexFindings(visibilityFindings('services', sightings(100).reverse()));
  expect(findings.number('services.p99')).toBe(99);
  expect(findings.number('services.reads-per-order')).toBe(2);
});

test('a reader of messages makes no requests', () => {
  const ids = visibilityFindings('messages', sightings(1)).map(({ id }) => id);
  expect(ids).not.toContain('messages.reads-per-order');
});

test('orders that were there at the first read are counted, for messages as well', () => {
  const mixed = [1, 3, 1].map((reads) => ({ ms: 5, reads }));
  const findings = indexFindings(visibilityFindings('messages', mixed));
  expect(findings.get('messages.first-read')).toMatchObject({ observed: 2, of: 3 });
});
