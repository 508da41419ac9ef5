import { describe, expect, it } from 'vitest';
import type { ReceivedChange } from '../../../../../../lambdas/shared/messaging/payload-kinds/change-event.ts';
import {
  applyDelta,
  deltaPayload,
  MERGE_PATCH,
} from '../../../../../../lambdas/shared/messaging/payload-kinds/delta.ts';

const LANTERN = { version: 2, record: { name: 'lantern', stock: 6, weight: 250 } };

function received(change: Partial<ReceivedChange>): ReceivedChange {
  return {
    id: 'e',
    source: '/s',
    type: 't',
    subject: 'p',
    recordVersion: 3,
    datacontenttype: MERGE_PATCH,
    data: {},
    ...change,
  };
}

describe('a delta', () => {
  it('names the version that it was made to, and 0 for a new record', () => {
    expect(deltaPayload(LANTERN, { name: 'lantern', stock: 5 })).toEqual({
      datacontenttype: 'application/merge-patch+json',
      baseversion: 2,
      data: { stock: 5, weight: null },
    });
    expect(deltaPayload(undefined, { name: 'lantern' })).toMatchObject({
      baseversion: 0,
      data: { name: 'lantern' },
    });
  });

  it('is applied to the version that it was made to', () => {
    const { baseversion, data } = deltaPayload(LANTERN, { name: 'lantern', stock: 5 });
    expect(applyDelta(LANTERN, received({ baseVersion: baseversion, data }))).toEqual({
      name: 'lantern',
      stock: 5,
    });
    expect(applyDelta(undefined, received({ baseVersion: 0, data: { name: 'new' } }))).toEqual({
      name: 'new',
    });
  });

  it.each([
    ['an older version', LANTERN, 1],
    ['a newer version', LANTERN, 3],
    ['a version of a record that the consumer does not have', undefined, 2],
    ['a new record that the consumer has', LANTERN, 0],
  ])('to %s misses its base', (_case, current, baseVersion) => {
    expect(() => applyDelta(current, received({ baseVersion }))).toThrow(
      expect.objectContaining({ code: 'missing-base' }),
    );
  });

  it.each([
    ['without a base version', {}],
    ['of another content type', { baseVersion: 2, datacontenttype: 'application/json' }],
    ['in bytes', { baseVersion: 2, data: Buffer.from('{}') }],
    ['that is a list', { baseVersion: 2, data: [] }],
    ['that is null', { baseVersion: 2, data: null }],
    ['with a lone surrogate', { baseVersion: 2, data: { name: '\ud800' } }],
    [
      'that is nested too deeply',
      { baseVersion: 2, data: JSON.parse(`${'{"a":'.repeat(100)}1${'}'.repeat(100)}`) },
    ],
  ])('%s is invalid', (_case, change) => {
    expect(() => applyDelta(LANTERN, received(change))).toThrow(
      expect.objectContaining({ code: 'invalid-data' }),
    );
  });
});
