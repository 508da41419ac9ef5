import type { AvroSchema } from '../../avro/schema.ts';
import { type AvroReader, encode } from '../../avro/single-object.ts';
import { asInvalidData, RefusedEvent } from '../refused-event.ts';
import type { Payload, ReceivedChange } from './change-event.ts';

export const AVRO = 'application/avro';

/** The whole record. A consumer needs its schema, and nothing else. */
export function fullPayload(schema: AvroSchema, dataschema: string, record: unknown): Payload {
  return { datacontenttype: AVRO, dataschema, data: encode(schema, record) };
}

/**
 * @throws RefusedEvent `invalid-data` when the data does not match its own schema
 * @throws ShopError `unknown-schema` when the reader does not have the writer's schema
 */
export function readFull(reader: AvroReader, { data, datacontenttype }: ReceivedChange): unknown {
  if (datacontenttype !== AVRO || !Buffer.isBuffer(data)) {
    throw new RefusedEvent('invalid-data', `the data is not ${AVRO} in base64`);
  }
  return decodeRecord(reader, data);
}

/** @throws as `readFull` */
export function decodeRecord(reader: AvroReader, bytes: Buffer): unknown {
  return asInvalidData(() => reader.decode(bytes));
}
