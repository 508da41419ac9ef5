import { expect, test } from 'vitest';
import { versionedInterfaces } from '../../scenarios/services/versioned-interfaces/scenario.ts';
import { differing, resultOf } from './support/deployed-shop.ts';

test('the contracts predict which side can be upgraded first, and v2 servers still answer by contract v1', async () => {
  const result = await resultOf(versionedInterfaces);

  expect(differing(result)).toEqual([]);
  const { index } = result;
  expect(index.number('matrix.mispredicted')).toBe(0);
  expect(index.text('servers-first.fraud-connect-binary-response')).toContain('misread: score');
  expect(index.text('one-direction.key-old-client')).toBe('refused');
  expect(index.text('one-direction.key-old-server')).not.toBe('refused');
  expect(index.number('addresses.answered')).toBe(3);
});
