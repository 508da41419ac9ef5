import { parseAvroSchema } from '../../../schemas/compatibility/parse-avro-schema.ts';
import { fingerprintOf } from '../../shared/avro/fingerprint.ts';
import { type AvroSchema, typeOf } from '../../shared/avro/schema.ts';
import { DecimalBytes } from './decimal-bytes.ts';
import { DateDays, TimestampMillis } from './time.ts';

/** A schema whose values pass through as they are: decimals as bytes, times as numbers, unions always wrapped. */
export function archiveSchema(json: unknown): AvroSchema {
  const logicalTypes = { decimal: DecimalBytes, 'timestamp-millis': TimestampMillis, date: DateDays };
  return { json, type: typeOf(json, logicalTypes), fingerprint: fingerprintOf(parseAvroSchema(json)) };
}
