import { z } from 'zod';
import { parseBoundedJson } from '../core/bounded-json.ts';
import { own } from '../core/own.ts';
import { readDeliveryPolicy } from './delivery-policy.ts';
import { snsError } from './errors.ts';
import { compileFilterPolicy } from './filter/filter-policy.ts';

/** Of a subscription's attributes, those that can be set: API_SetSubscriptionAttributes.html. */
const SETTABLE = new Set([
  'DeliveryPolicy',
  'FilterPolicy',
  'FilterPolicyScope',
  'RawMessageDelivery',
  'RedrivePolicy',
]);

/** Attributes that an empty value takes away. */
const REMOVABLE = new Set(['DeliveryPolicy', 'FilterPolicy', 'RedrivePolicy']);

/** What a subscription has without being asked. */
const DEFAULTS: ReadonlyMap<string, string> = new Map([
  ['FilterPolicyScope', 'MessageAttributes'],
  ['RawMessageDelivery', 'false'],
]);

const redrivePolicySchema = z.object({ deadLetterTargetArn: z.string().regex(/^arn:[\w-]+:sqs:/) });

/** What the rules of attributes depend on. */
export interface SubscriptionKind {
  readonly protocol: string;
  /** ARN of the queue or function. */
  readonly endpoint: string;
  readonly topicIsFifo: boolean;
}

/**
 * `current` with `changes` made to it; an empty filter or redrive policy is taken away.
 * @throws AwsError InvalidParameter.
 */
export function changeSubscriptionAttributes(
  current: Record<string, string>,
  changes: Record<string, string>,
  kind: SubscriptionKind,
): Record<string, string> {
  const changed = { ...current };
  for (const [name, value] of Object.entries(changes)) {
    if (!SETTABLE.has(name)) throw snsError.invalidParameter('AttributeName');
    if ((value === '' && REMOVABLE.has(name)) || (name === 'FilterPolicy' && isEmptyObject(value))) {
      delete changed[name];
    } else {
      changed[name] = name === 'RawMessageDelivery' ? value.toLowerCase() : value;
    }
  }
  check(changed, kind);
  return changed;
}

/** Whether attributes ask for what a subscription has. */
export function areSame(existing: Record<string, string>, asked: Record<string, string>): boolean {
  return Object.entries(asked).every(
    ([name, value]) => (own(existing, name) ?? DEFAULTS.get(name)) === value,
  );
}

function check(attributes: Record<string, string>, kind: SubscriptionKind): void {
  const { FilterPolicy: policy, FilterPolicyScope: scope, RawMessageDelivery: raw } = attributes;
  if (scope !== undefined && scope !== 'MessageAttributes' && scope !== 'MessageBody') {
    throw snsError.invalidParameter(
      `FilterPolicyScope: Invalid value [${scope.slice(0, 60)}]. Please use either MessageBody or MessageAttributes`,
    );
  }
  if (policy !== undefined) compileFilterPolicy(policy, scope);
  if (raw !== undefined && raw !== 'true' && raw !== 'false') {
    throw snsError.invalidParameter(
      `RawMessageDelivery: Invalid value [${raw.slice(0, 60)}]. Must be true or false.`,
    );
  }
  if (raw === 'true' && kind.protocol !== 'sqs') {
    throw snsError.invalidParameter(
      `Delivery protocol [${kind.protocol}] does not support raw message delivery.`,
    );
  }
  if (attributes['DeliveryPolicy'] !== undefined) readDeliveryPolicy(attributes['DeliveryPolicy']);
  checkRedrivePolicy(attributes['RedrivePolicy'], kind);
}

function checkRedrivePolicy(text: string | undefined, { endpoint, topicIsFifo }: SubscriptionKind): void {
  if (text === undefined) return;
  const policy = parseBoundedJson(text);
  if (policy === undefined) throw snsError.invalidParameter('RedrivePolicy: failed to parse JSON.');
  const target = redrivePolicySchema.safeParse(policy).data?.deadLetterTargetArn;
  if (target === undefined) {
    throw snsError.invalidParameter('RedrivePolicy: deadLetterTargetArn is an invalid arn');
  }
  const isFifo = target.endsWith('.fifo');
  // A FIFO queue needs a message group, which a standard topic does not require.
  if (isFifo && !topicIsFifo) {
    throw snsError.invalidParameter('RedrivePolicy: must use a standard queue as DLQ for a standard topic');
  }
  if (!isFifo && topicIsFifo && endpoint.endsWith('.fifo')) {
    throw snsError.invalidParameter(
      'RedrivePolicy: must use a FIFO queue as DLQ for a FIFO Subscription to a FIFO Topic.',
    );
  }
}

/** ARN of the subscription's dead-letter queue. */
export function redriveTarget(attributes: Record<string, string>): string | undefined {
  const text = attributes['RedrivePolicy'];
  if (text === undefined) return undefined;
  return redrivePolicySchema.safeParse(parseBoundedJson(text)).data?.deadLetterTargetArn;
}

function isEmptyObject(text: string): boolean {
  return z.strictObject({}).safeParse(parseBoundedJson(text)).success;
}
