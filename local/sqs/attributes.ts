import { errors } from './errors.ts';
import { redrivePolicySchema } from './queue/settings.ts';
import { redriveAllowPolicySchema } from './redrive-policies.ts';

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
const RULES: Record<string, (value: string) => boolean> = {
  ContentBasedDeduplication: isBoolean,
  DeduplicationScope: isOneOf('queue', 'messageGroup'),
  DelaySeconds: isBetween(0, 900),
  FifoQueue: isBoolean,
  FifoThroughputLimit: isOneOf('perQueue', 'perMessageGroupId'),
  KmsDataKeyReusePeriodSeconds: isBetween(60, 86_400),
  KmsMasterKeyId: () => true,
  MaximumMessageSize: isBetween(1024, 1_048_576),
  MessageRetentionPeriod: isBetween(60, 1_209_600),
  Policy: isPolicy,
  ReceiveMessageWaitTimeSeconds: isBetween(0, 20),
  RedriveAllowPolicy: (value) => redriveAllowPolicySchema.safeParse(parseJson(value)).success,
  RedrivePolicy: (value) => redrivePolicySchema.safeParse(parseJson(value)).success,
  SqsManagedSseEnabled: isBoolean,
  VisibilityTimeout: isBetween(0, 43_200),
};

const FIFO_ONLY = new Set(['ContentBasedDeduplication', 'DeduplicationScope', 'FifoThroughputLimit']);

/** Attributes that an empty value takes away. */
const REMOVABLE = new Set(['KmsMasterKeyId', 'Policy', 'RedriveAllowPolicy', 'RedrivePolicy']);

const NUMBERS = /^\d+$/;

export function defaultAttributes(isFifo: boolean): Record<string, string> {
  return isFifo ? FIFO_DEFAULTS : STANDARD_DEFAULTS;
}

/**
 * `current` with `changes` made to it.
 * @throws AwsError InvalidAttributeName, InvalidAttributeValue.
 */
export function changeAttributes(
  current: Record<string, string>,
  changes: Record<string, string>,
  isFifo: boolean,
): Record<string, string> {
  const changed = { ...current };
  for (const [name, value] of Object.entries(changes)) {
    const rule = Object.hasOwn(RULES, name) ? RULES[name] : undefined;
    if (rule === undefined || (FIFO_ONLY.has(name) && !isFifo)) {
      throw errors.invalidAttributeName(`Unknown Attribute ${name}.`);
    }
    if (value === '' && REMOVABLE.has(name)) {
      delete changed[name];
    } else {
      if (!rule(value)) throw errors.invalidAttributeValue(`Invalid value for the parameter ${name}.`);
      changed[name] = canonical(name, value);
    }
  }
  // One kind of encryption excludes the other.
  if (changes['KmsMasterKeyId']) changed['SqsManagedSseEnabled'] = 'false';
  if (changes['SqsManagedSseEnabled'] === 'true' && !changes['KmsMasterKeyId'])
    delete changed['KmsMasterKeyId'];
  if (
    changed['FifoThroughputLimit'] === 'perMessageGroupId' &&
    changed['DeduplicationScope'] !== 'messageGroup'
  ) {
    throw errors.invalidAttributeValue(
      'Invalid value for the parameter FifoThroughputLimit. Reason: perMessageGroupId requires DeduplicationScope messageGroup.',
    );
  }
  return changed;
}

/** One form for values that can be written in several, so that CreateQueue can compare them. */
function canonical(name: string, value: string): string {
  if (name === 'RedrivePolicy') return JSON.stringify(redrivePolicySchema.parse(JSON.parse(value)));
  return NUMBERS.test(value) && name !== 'KmsMasterKeyId' ? String(Number(value)) : value;
}

function isBoolean(value: string): boolean {
  return value === 'true' || value === 'false';
}

function isOneOf(...values: string[]): (value: string) => boolean {
  return (value) => values.includes(value);
}

function isBetween(least: number, most: number): (value: string) => boolean {
  return (value) => NUMBERS.test(value) && Number(value) >= least && Number(value) <= most;
}

function isPolicy(value: string): boolean {
  const policy = parseJson(value);
  return typeof policy === 'object' && policy !== null && 'Statement' in policy;
}

/** Undefined where the text is no JSON: no rule accepts that. */
function parseJson(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}
