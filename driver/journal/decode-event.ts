import avro from 'avsc';
import { Big } from 'big.js';
import { z } from 'zod';
import type { DriverContext } from '../context.ts';
import { DriverError } from '../errors.ts';
import { schemaByFingerprint } from '../registry/schema-by-fingerprint.ts';
import { bodyOf, fingerprintOf } from './single-object.ts';

/** A CloudEvent whose Avro data has been decoded. */
export interface DecodedEvent {
  id: string;
  type: string;
  subject: string;
  time: string;
  /** Subject and version of the writer's schema, as the event names it. */
  dataschema: string | undefined;
  data: unknown;
}

const CloudEvent = z.looseObject({
  id: z.string(),
  type: z.string(),
  subject: z.string(),
  time: z.string(),
  dataschema: z.string().optional(),
  data_base64: z.base64(),
});

/**
 * Decodes events with the writers' schemas, which it looks up in the registry once each.
 *
 * The decoder rejects with a {@link DriverError} `event-not-decodable` when the text is not a CloudEvent, the registry does
 * not have the writer's schema, or the data does not match it.
 */
export function eventDecoder(
  context: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
): (json: string) => Promise<DecodedEvent> {
  const types = new Map<string, Promise<avro.Type>>();
  const lookUp = async (fingerprint: string): Promise<avro.Type> => {
    const schema = await schemaByFingerprint(context, fingerprint);
    if (schema === undefined) {
      throw notDecodable(`The registry has no schema with the fingerprint ${fingerprint}`);
    }
    return avro.Type.forSchema(schema, { logicalTypes: LOGICAL_TYPES });
  };
  return async (json) => {
    const { id, type, subject, time, dataschema, data_base64 } = readCloudEvent(json);
    const bytes = Buffer.from(data_base64, 'base64');
    const fingerprint = fingerprintOf(bytes);
    if (fingerprint === undefined) {
      throw notDecodable(`The data of event ${id} is not in Avro single-object encoding`);
    }
    const known = types.get(fingerprint) ?? lookUp(fingerprint);
    types.set(fingerprint, known);
    const data = readData(await known, bodyOf(bytes));
    return { id, type, subject, time, dataschema, data };
  };
}

function readCloudEvent(json: string): z.infer<typeof CloudEvent> {
  try {
    return CloudEvent.parse(JSON.parse(json));
  } catch (cause) {
    throw notDecodable('The event is not a CloudEvent with Avro data', cause);
  }
}

function readData(type: avro.Type, bytes: Buffer): unknown {
  try {
    return type.fromBuffer(bytes);
  } catch (cause) {
    throw notDecodable('The data does not match its schema', cause);
  }
}

function notDecodable(message: string, cause?: unknown): DriverError {
  return new DriverError('event-not-decodable', message, { cause });
}

/** Exact decimal text: two's complement, big-endian, times a power of ten (Avro 1.12, "Decimal"). */
class Decimal extends avro.types.LogicalType {
  readonly #scale: number;

  constructor(schema: avro.Schema, options?: object) {
    super(schema, options);
    this.#scale = z.looseObject({ scale: z.number().default(0) }).parse(schema).scale;
  }

  protected override _fromValue(bytes: Buffer): string {
    const unscaled =
      bytes.length === 0 ? 0n : BigInt.asIntN(bytes.length * 8, BigInt(`0x${bytes.toString('hex')}`));
    return Big(unscaled.toString()).times(Big(10).pow(-this.#scale)).toFixed(this.#scale);
  }

  protected override _toValue(): never {
    throw new Error('This codec only reads events');
  }
}

class Timestamp extends avro.types.LogicalType {
  protected override _fromValue(milliseconds: number): string {
    return new Date(milliseconds).toISOString();
  }

  protected override _toValue(): never {
    throw new Error('This codec only reads events');
  }
}

const LOGICAL_TYPES = { decimal: Decimal, 'timestamp-millis': Timestamp };
