import { z } from 'zod';
import { fingerprintOf } from './single-object.ts';

/** Which events of the journal are read. */
export interface JournalFilter {
  /** Only events of this order. */
  orderId?: string | undefined;
  /** Only events of this CloudEvents type. */
  type?: string | undefined;
  /** Only events whose data was written with this schema: `order:v1`, its URN, or its fingerprint in hexadecimal. */
  schema?: string | undefined;
}

const Event = z.looseObject({
  type: z.string(),
  dataschema: z.string().optional(),
  data_base64: z.string().optional(),
});

/** Whether an event, as JSON, passes the filter but for its order. */
export function matches({ event: json }: { event: string }, { type, schema }: JournalFilter): boolean {
  if (type === undefined && schema === undefined) return true;
  const event = Event.safeParse(JSON.parse(json)).data;
  if (event === undefined) return false;
  if (type !== undefined && event.type !== type) return false;
  if (schema === undefined) return true;
  const { dataschema = '', data_base64 = '' } = event;
  return (
    dataschema === schema ||
    dataschema.endsWith(`:${schema}`) ||
    fingerprintOf(Buffer.from(data_base64, 'base64')) === schema.toLowerCase()
  );
}
