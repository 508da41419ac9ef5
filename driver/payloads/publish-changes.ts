import { InvokeCommand } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { PayloadKind } from '../../schemas/events/product-events.ts';
import type { DriverContext } from '../context.ts';
import { ALIAS } from '../system.ts';
import type { Product } from './product.ts';

/** A change for the publisher of the payloads lab. */
export interface ProductChange {
  kind: PayloadKind;
  /** Absent for a new product. */
  before?: Product | undefined;
  after: Product;
  /** The version of the schema that the publisher writes; 1 by default. */
  schema?: 1 | 2;
  /** Counts from 1; a later one repeats the event. */
  attempt?: number;
  /** What happens to the payload of a reference before its event is published. */
  fault?: 'expired' | 'altered';
}

const published = z.discriminatedUnion('ok', [
  z.object({
    ok: z.literal(true),
    eventId: z.string(),
    bytes: z.number(),
    storedBytes: z.number(),
    publishedAt: z.string().transform((text) => new Date(text)),
  }),
  z.object({ ok: z.literal(false), eventId: z.string(), code: z.string() }),
]);
export type Published = z.output<typeof published>;

/** Changes of two kilobytes, before and after: an invocation takes 6 MB. */
const AT_ONCE = 500;

/** Publishes changes, those of each product in this order. Answers are in the order of the changes. */
export async function publishChanges(
  { aws, system, signal }: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  changes: readonly ProductChange[],
): Promise<Published[]> {
  const answers: Published[] = [];
  for (let from = 0; from < changes.length; from += AT_ONCE) {
    const { FunctionError, Payload } = await aws.lambda.send(
      new InvokeCommand({
        FunctionName: system.payloads.publisher,
        Qualifier: ALIAS,
        Payload: JSON.stringify({ changes: changes.slice(from, from + AT_ONCE) }),
      }),
      { abortSignal: signal },
    );
    if (FunctionError !== undefined)
      throw new Error(`The publisher of the payloads lab failed: ${FunctionError}`);
    answers.push(...z.array(published).parse(JSON.parse(Payload?.transformToString() ?? '')));
  }
  return answers;
}
