import { parseBoundedJson } from '../core/bounded-json.ts';
import { sqsError } from './errors.ts';
import { readRedrivePolicy, redriveAllowPolicySchema } from './redrive-policies.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html */
const STANDARD_DEFAULTS: Record<string, string> = {
  DelaySeconds: '0',
  MaximumMessageSize: '1048576',
  MessageRetentionPeriod: '345600',
  ReceiveMessageWaitTimeSeconds: '0',
  SqsManagedSseEnabled: 'true',
  VisibilityTimeout: '30',
};

const FIFO_DEFAULTS: Record<string, string> = {
  ...STANDARD_DEFAULTS,
  ContentBasedDeduplication: 'false',
  DeduplicationScope: 'queue',
  FifoThroughputLimit: 'perQueue',
};

/** Each answers whether a value is one that the attribute may have. */
const RULES: ReadonlyMap<string, (value: string) => boolean> = new Map([
  ['ContentBasedDeduplication', isBoolean],
  ['DeduplicationScope', isOneOf('queue', 'messageGroup')],
  ['DelaySeconds', isBetween(0, 900)],
  ['FifoQueue', isBoolean],
  ['FifoThroughputLimit', isOneOf('perQueue', 'perMessageGroupId')],
  ['KmsDataKeyReusePeriodSeconds', isBetween(60, 86_400)],
  ['KmsMasterKeyId', () => true],
  ['MaximumMessageSize', isBetween(1024, 1_048_576)],
  ['MessageRetentionPeriod', isBetween(60, 1_209_600)],
  ['Policy', isPolicy],
  ['ReceiveMessageWaitTimeSeconds', isBetween(0, 20)],
  ['RedriveAllowPolicy', (value) => redriveAllowPolicySchema.safeParse(parseBoundedJson(value)).success],
  ['RedrivePolicy', () => true], // `readRedrivePolicy` says what is wrong with one.
  ['SqsManagedSseEnabled', isBoolean],
  ['VisibilityTimeout', isBetween(0, 43_200)],
]);

const FIFO_ONLY = new Set([
  'ContentBasedDeduplication',
  'DeduplicationScope',
  'FifoQueue',
  'FifoThroughputLimit',
]);

const BOOLEANS = new Set(['ContentBasedDeduplication', 'FifoQueue', 'SqsManagedSseEnabled']);

/** Attributes that an empty value takes away. */
const REMOVABLE = new Set(['KmsMasterKeyId', 'Policy', 'RedriveAllowPolicy', 'RedrivePolicy']);

const NUMBERS = /^\d+$/;

export function defaultAttributes(isFifo: boolean): Record<string, string> {
  return isFifo ? FIFO_DEFAULTS : STANDARD_DEFAULTS;
}

/** Whether attributes ask for a FIFO queue. AWS takes `True` for `true`, here and in every other attribute. */
export function asksForFifo(attributes: Record<string, string>): boolean {
  return isTrue(attributes['FifoQueue']);
}

/**
 * `current` with `changes` made to it.
 * @throws AwsError InvalidAttributeName, InvalidAttributeValue; InvalidParameterValue for a redrive policy.
 */
export function changeAttributes(
  current: Record<string, string>,
  changes: Record<string, string>,
  isFifo: boolean,
): Record<string, string> {
  const changed = { ...current };
  for (const [name, value] of Object.entries(changes)) {
    const rule = findRule(name, isFifo);
    if (value === '' && REMOVABLE.has(name)) {
      delete changed[name];
    } else {
      if (!rule(value)) throw sqsError.invalidAttributeValue(`Invalid value for the parameter ${name}.`);
      changed[name] = canonical(name, value);
    }
  }
  chooseEncryption(changed, changes);
  if (
    changed['FifoThroughputLimit'] === 'perMessageGroupId' &&
    changed['DeduplicationScope'] !== 'messageGroup'
  ) {
    throw sqsError.invalidAttributeValue(
      'Invalid value for the parameter FifoThroughputLimit. Reason: perMessageGroupId requires DeduplicationScope messageGroup.',
    );
  }
  return changed;
}

function findRule(name: string, isFifo: boolean): (value: string) => boolean {
  const rule = RULES.get(name);
  if (rule !== undefined && (isFifo || !FIFO_ONLY.has(name))) return rule;
  throw sqsError.invalidAttributeName(
    name === 'DeduplicationScope' || name === 'FifoThroughputLimit'
      ? `You can specify the ${name} only when FifoQueue is set to true.`
      : `Unknown Attribute ${name}.`,
  );
}

/** A queue has one kind of encryption: the one that is asked for takes the place of the other. */
function chooseEncryption(changed: Record<string, string>, changes: Record<string, string>): void {
  const asksForKms = Boolean(changes['KmsMasterKeyId']);
  const asksForSqs = isTrue(changes['SqsManagedSseEnabled']);
  if (asksForKms && asksForSqs) {
    throw sqsError.invalidAttributeName(
      'You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.',
    );
  }
  if (asksForKms) changed['SqsManagedSseEnabled'] = 'false';
  if (asksForSqs) delete changed['KmsMasterKeyId'];
  // It belongs to the KMS key, and goes with it.
  if (changed['KmsMasterKeyId'] === undefined) delete changed['KmsDataKeyReusePeriodSeconds'];
}

/** One form for values that can be written in several, so that CreateQueue can compare them. */
function canonical(name: string, value: string): string {
  if (name === 'RedrivePolicy') return JSON.stringify(readRedrivePolicy(value));
  if (BOOLEANS.has(name)) return value.toLowerCase();
  return NUMBERS.test(value) && name !== 'KmsMasterKeyId' ? String(Number(value)) : value;
}

function isTrue(value: string | undefined): boolean {
  return value?.toLowerCase() === 'true';
}

function isBoolean(value: string): boolean {
  return /^(true|false)$/i.test(value);
}

function isOneOf(...values: string[]): (value: string) => boolean {
  return (value) => values.includes(value);
}

function isBetween(least: number, most: number): (value: string) => boolean {
  return (value) => NUMBERS.test(value) && Number(value) >= least && Number(value) <= most;
}

function isPolicy(value: string): boolean {
  const policy = parseBoundedJson(value);
  return typeof policy === 'object' && policy !== null && 'Statement' in policy;
}
