import avro from 'avsc';
import { type AvroSchema, avroSchema } from '../../shared/avro/schema.ts';
import { DecimalBytes } from './decimal-bytes.ts';
import { DateDays, TimestampMillis } from './time.ts';

/** A schema whose values pass through as they are: decimals as bytes, times as numbers, unions always wrapped. */
export function archiveSchema(json: unknown): AvroSchema {
  const type = avro.Type.forSchema(json as avro.Schema, {
    logicalTypes: { decimal: DecimalBytes, 'timestamp-millis': TimestampMillis, date: DateDays },
    wrapUnions: 'always',
  });
  return { json, type, fingerprint: avroSchema(json).fingerprint };
}
