import { z } from 'zod';
import { record } from '../core/input.ts';
import type { Queue } from './queue/queue.ts';

const statementSchema = record(z.unknown());

const policySchema = z.looseObject({
  Statement: z.union([
    z.array(statementSchema),
    statementSchema.transform((statement) => [statement]), // A single statement may stand without its list.
  ]),
});

/** A list of one is written without its list, as AWS does it. */
export function oneOrList(values: readonly string[]): string | readonly string[] {
  return values.length === 1 && values[0] !== undefined ? values[0] : values;
}

/** A queue's access policy, or an empty one. */
export function readPolicy(queue: Queue): z.output<typeof policySchema> {
  const text = queue.record.attributes['Policy'];
  if (text !== undefined) return policySchema.parse(JSON.parse(text));
  return { Version: '2008-10-17', Id: `${queue.arn}/SQSDefaultPolicy`, Statement: [] };
}
