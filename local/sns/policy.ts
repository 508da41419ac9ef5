import { z } from 'zod';
import { defaultPolicy } from './topic-attributes.ts';
import type { Topic } from './topics.ts';

const statementSchema = z.record(z.string(), z.unknown());

const policySchema = z.looseObject({
  Statement: z.union([
    z.array(statementSchema),
    statementSchema.transform((statement) => [statement]), // A single statement may stand without its list.
  ]),
});

/** A topic's access policy: its own, or the one that every topic begins with. */
export function readPolicy({ record }: Topic, accountId: string): z.output<typeof policySchema> {
  const text = record.attributes['Policy'] ?? defaultPolicy(record.arn, accountId);
  return policySchema.parse(JSON.parse(text));
}
