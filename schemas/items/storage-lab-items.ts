import type { ItemKey } from './item-key.ts';
import { type ItemLayout, NUMBER, TEXT } from './item-layout.ts';

/** Partition keys of a subject's records in one storage strategy begin with it. */
export function recordPrefix(strategy: string, subject: string): string {
  return `${strategy.toUpperCase()}#${subject}#`;
}

export function recordKey(strategy: string, subject: string, id: string): ItemKey {
  return { pk: recordPrefix(strategy, subject) + id, sk: 'RECORD' };
}

export function writerSchemaKey(fingerprint: string): ItemKey {
  return { pk: `SCHEMA#${fingerprint}`, sk: 'SCHEMA' };
}

export function contactKey(method: string, contactId: string): ItemKey {
  return { pk: `CONTACT#${method}#${contactId}`, sk: 'CONTACT' };
}

/**
 * A record of the storage lab. What else the item has is what the storage strategies differ in: one attribute for each
 * field, an attribute `record` (Avro), an attribute `document`.
 */
export const RECORD_ITEM: ItemLayout = {
  table: 'records',
  name: 'record',
  owners: ['records'],
  exampleKey: recordKey('avro', '<subject>', '<id>'),
  attributes: { subject: TEXT, version: NUMBER, updatedAt: TEXT },
  open: true,
};

/** An Avro schema by its fingerprint, as a writer of the storage lab published it. */
export const WRITER_SCHEMA_ITEM: ItemLayout = {
  table: 'records',
  name: 'schema',
  owners: ['records'],
  exampleKey: writerSchemaKey('<fingerprint>'),
  attributes: { type: TEXT, schema: TEXT },
};

/** A contact of the unknown-fields lab. What else the item has depends on the update method. */
export const CONTACT_ITEM: ItemLayout = {
  table: 'records',
  name: 'contact',
  owners: ['records'],
  exampleKey: contactKey('<method>', '<contactId>'),
  attributes: { version: NUMBER },
  open: true,
};
