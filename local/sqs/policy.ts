import { z } from 'zod';
import type { Queue } from './queue/queue.ts';

const statementSchema = z.record(z.string(), z.unknown());

const policySchema = z.looseObject({
  Statement: z.union([
    z.array(statementSchema),
    statementSchema.transform((statement) => [statement]), // A single statement may stand without its list.
  ]),
});

/** A queue's access policy, or an empty one. */
export function readPolicy(queue: Queue): z.output<typeof policySchema> {
  const text = queue.record.attributes['Policy'];
  if (text !== undefined) return policySchema.parse(JSON.parse(text));
  return { Version: '2012-10-17', Id: `${queue.arn}/SQSDefaultPolicy`, Statement: [] };
}
