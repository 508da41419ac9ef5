import { z } from 'zod';
import { errors } from './errors.ts';
import { compileFilterPolicy } from './filter/filter-policy.ts';

/** Of a subscription's attributes, those that can be set: API_SetSubscriptionAttributes.html. */
const SETTABLE = new Set([
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
]);

const redrivePolicySchema = z.object({ deadLetterTargetArn: z.string().regex(/^arn:[\w-]+:sqs:/) });

/**
 * `current` with `changes` made to it; an empty filter or redrive policy is taken away.
 * @throws AwsError InvalidParameter.
 */
export function changeSubscriptionAttributes(
  current: Record<string, string>,
  changes: Record<string, string>,
  subscription: { protocol: string; topicIsFifo: boolean },
): Record<string, string> {
  const changed = { ...current };
  for (const [name, value] of Object.entries(changes)) {
    if (!SETTABLE.has(name)) throw errors.invalidParameter('AttributeName');
    if (value === '' || (name === 'FilterPolicy' && isEmptyObject(value))) delete changed[name];
    else changed[name] = value;
  }
  check(changed, subscription);
  return changed;
}

function check(
  attributes: Record<string, string>,
  { protocol, topicIsFifo }: { protocol: string; topicIsFifo: boolean },
): void {
  const { FilterPolicy: policy, FilterPolicyScope: scope, RawMessageDelivery: raw } = attributes;
  if (scope !== undefined && scope !== 'MessageAttributes' && scope !== 'MessageBody') {
    throw errors.invalidParameter(
      `FilterPolicyScope: Invalid value. Please use either MessageBody or MessageAttributes`,
    );
  }
  if (policy !== undefined) compileFilterPolicy(policy, scope);
  if (raw !== undefined && raw !== 'true' && raw !== 'false') {
    throw errors.invalidParameter('RawMessageDelivery: Invalid value. Must be true or false.');
  }
  if (raw === 'true' && protocol !== 'sqs') {
    throw errors.invalidParameter(`Delivery protocol [${protocol}] does not support raw message delivery.`);
  }
  if (attributes['RedrivePolicy'] === undefined) return;
  const target = redriveTarget(attributes);
  if (target === undefined) {
    throw errors.invalidParameter('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  }
  // A FIFO queue needs a message group, which a standard topic does not require.
  if (target.endsWith('.fifo') && !topicIsFifo) {
    throw errors.invalidParameter('RedrivePolicy: must use a standard queue as DLQ for a standard topic');
  }
}

/** ARN of the subscription's dead-letter queue. */
export function redriveTarget(attributes: Record<string, string>): string | undefined {
  return redrivePolicySchema.safeParse(parseJson(attributes['RedrivePolicy'])).data?.deadLetterTargetArn;
}

function isEmptyObject(text: string): boolean {
  const value = parseJson(text);
  return (
    typeof value === 'object' && value !== null && !Array.isArray(value) && Object.keys(value).length === 0
  );
}

function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
