import * as z from 'zod';
import { PAYLOAD_KINDS } from '../../../schemas/events/product-events.ts';
import { productV2 } from '../domain.ts';

const change = z
  .strictObject({
    /** The topic on which the change is published. */
    kind: z.enum(PAYLOAD_KINDS),
    /** The product before the change; absent when it is new. */
    before: productV2.optional(),
    after: productV2,
    /** The version of the schema that the producer writes. */
    schema: z.union([z.literal(1), z.literal(2)]).default(1),
    /** Counts from 1; a later one repeats the event. */
    attempt: z.int().positive().default(1),
    /** What happens to the payload of a reference before its event is published. */
    fault: z.enum(['expired', 'altered']).optional(),
  })
  .refine(({ before, after }) => after.version === (before?.version ?? 0) + 1, {
    error: 'the version after the change must be one more than before',
  });
export type ChangeRequest = z.infer<typeof change>;

/** What the publisher is invoked with. */
export const publishRequest = z.strictObject({ changes: z.array(change).min(1).max(5_000) });

export type Published =
  | {
      ok: true;
      eventId: string;
      /** Bytes of the event on the topic. */
      bytes: number;
      /** Bytes of the payload in the bucket. */
      storedBytes: number;
      /** ISO 8601; when the event was ready to be published. */
      publishedAt: string;
    }
  | { ok: false; eventId: string; code: string };
