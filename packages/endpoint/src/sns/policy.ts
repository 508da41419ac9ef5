import { z } from 'zod';
import { parseBoundedJson } from '../core/bounded-json.ts';
import { record } from '../core/input.ts';
import { defaultPolicy } from './default-policy.ts';
import { snsError } from './errors.ts';
import type { Topic } from './topics.ts';

const statementSchema = record(z.unknown());

const policySchema = z.looseObject({
  Statement: z.union([
    z.array(statementSchema),
    statementSchema.transform((statement) => [statement]), // A single statement may stand without its list.
  ]),
});

/** What a topic's policy can allow: https://docs.aws.amazon.com/sns/latest/dg/sns-access-policy-language-api-permissions-reference.html */
const ACTIONS = new Set([
  'addpermission',
  'deletetopic',
  'getdataprotectionpolicy',
  'gettopicattributes',
  'listsubscriptionsbytopic',
  'listtagsforresource',
  'publish',
  'putdataprotectionpolicy',
  'receive',
  'removepermission',
  'settopicattributes',
  'subscribe',
]);

/** A topic's access policy: its own, or the one that every topic begins with. */
export function readPolicy({ record }: Topic, accountId: string): z.output<typeof policySchema> {
  const text = record.attributes['Policy'] ?? defaultPolicy(record.arn, accountId);
  return policySchema.parse(JSON.parse(text));
}

/** @throws AwsError InvalidParameter. */
export function checkPolicy(text: string): void {
  const policy = policySchema.safeParse(parseBoundedJson(text)).data;
  if (policy === undefined) throw snsError.invalidParameter('Policy Error: null');
  const actions = policy.Statement.flatMap(({ Action = [] }) => Action).filter(
    (action) => typeof action === 'string',
  );
  for (const action of actions) checkAction(action);
}

/** @param action as in a policy, such as `SNS:Publish`; with wildcards it is taken as it is. */
export function checkAction(action: string): void {
  if (action.includes('*') || action.includes('?')) return;
  const [service, name = ''] = action.toLowerCase().split(':');
  if (service === 'sns' && ACTIONS.has(name)) return;
  throw snsError.invalidParameter('Policy statement action out of service scope!');
}

/** A list of one is written without its list, as AWS does it. */
export function oneOrList(values: readonly string[]): string | readonly string[] {
  return values.length === 1 && values[0] !== undefined ? values[0] : values;
}
