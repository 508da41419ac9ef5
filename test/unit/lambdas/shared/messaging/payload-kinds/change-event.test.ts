import { describe, expect, it } from 'vitest';
import {
  readChangeEvent,
  writeChangeEvent,
} from '../../../../../../lambdas/shared/messaging/payload-kinds/change-event.ts';

const CHANGE = {
  id: 'p.2.full',
  source: '/payloads/products',
  type: 'shop.product.changed',
  subject: 'p',
  time: new Date('2026-12-01T12:00:00.000Z'),
  recordVersion: 2,
};
const BYTES = {
  datacontenttype: 'application/avro',
  dataschema: 'urn:shop:schemas:product:v1',
  data: Buffer.from('c301', 'hex'),
};
const PATCH = {
  datacontenttype: 'application/merge-patch+json',
  baseversion: 1,
  data: { stock: 5, note: null },
};

function mutated(change: Record<string, unknown>): string {
  return JSON.stringify({ ...JSON.parse(writeChangeEvent(CHANGE, PATCH)), ...change });
}

describe('an event about a change', () => {
  it('is a CloudEvent that says which version the record has, and to which one the change was made', () => {
    expect(JSON.parse(writeChangeEvent(CHANGE, PATCH))).toEqual({
      specversion: '1.0',
      id: 'p.2.full',
      source: '/payloads/products',
      type: 'shop.product.changed',
      subject: 'p',
      time: '2026-12-01T12:00:00.000Z',
      recordversion: 2,
      baseversion: 1,
      datacontenttype: 'application/merge-patch+json',
      data: { stock: 5, note: null },
    });
  });

  it('is read as it was written, bytes and JSON', () => {
    expect(readChangeEvent(writeChangeEvent(CHANGE, BYTES))).toMatchObject({
      subject: 'p',
      recordVersion: 2,
      data: BYTES.data,
    });
    expect(readChangeEvent(writeChangeEvent(CHANGE, PATCH))).toMatchObject({
      baseVersion: 1,
      data: PATCH.data,
    });
  });

  it('of more than 256 KiB is refused at the sender', () => {
    const data = { description: 'é'.repeat(131_000) };
    expect(() => writeChangeEvent(CHANGE, { ...PATCH, data })).toThrow(
      expect.objectContaining({ code: 'payload-too-large' }),
    );
  });

  it.each([
    ['another version of CloudEvents', { specversion: '0.3' }],
    ['no id', { id: undefined }],
    ['a record version beyond 2^53', { recordversion: 2 ** 53 + 2 }],
    ['a record version beyond 32 bits', { recordversion: 2 ** 31 }],
    ['a record version that is text', { recordversion: '2' }],
    ['version 0', { recordversion: 0 }],
    ['a negative base', { baseversion: -1 }],
    ['a subject that is no id', { subject: '../p' }],
    ['data in both forms', { data_base64: 'AAAA' }],
    ['data in neither form', { data: undefined }],
    ['base64 that is none', { data: undefined, data_base64: 'a b!' }],
  ])('with %s is malformed', (_case, change) => {
    expect(() => readChangeEvent(mutated(change))).toThrow(
      expect.objectContaining({ code: 'malformed-event' }),
    );
  });

  it.each(['', '{', '[]', 'null', '"text"', `${'['.repeat(50_000)}${']'.repeat(50_000)}`])(
    'is not %.20j',
    (text) => {
      expect(() => readChangeEvent(text)).toThrow(expect.objectContaining({ code: 'malformed-event' }));
    },
  );
});
