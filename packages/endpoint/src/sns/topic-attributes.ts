import { readDeliveryPolicy } from './delivery-policy.ts';
import { snsError } from './errors.ts';
import { checkPolicy } from './policy.ts';

/** Of a topic's attributes, those that can be set: API_SetTopicAttributes.html. */
const SETTABLE = new Set([
  'ContentBasedDeduplication',
  'DeliveryPolicy',
  'DisplayName',
  'FifoThroughputScope',
  'KmsMasterKeyId',
  'Policy',
  'SignatureVersion',
  'TracingConfig',
]);

/** Names such as `SQSSuccessFeedbackRoleArn`: where AWS logs deliveries. Stored; the endpoint logs failures itself. */
const FEEDBACK =
  /^(Application|Firehose|HTTP|Lambda|SQS)(SuccessFeedbackRoleArn|SuccessFeedbackSampleRate|FailureFeedbackRoleArn)$/;

const FIFO_ONLY = new Set(['ContentBasedDeduplication', 'FifoThroughputScope']);

const VALUES: ReadonlyMap<string, RegExp> = new Map([
  ['ContentBasedDeduplication', /^(true|false)$/],
  ['DisplayName', /^.{0,100}$/s],
  ['FifoThroughputScope', /^(Topic|MessageGroup)$/],
  ['SignatureVersion', /^[12]$/],
  ['TracingConfig', /^(Active|PassThrough)$/],
]);

/** `current` with `changes` made to it. @throws AwsError InvalidParameter. */
export function changeTopicAttributes(
  current: Record<string, string>,
  changes: Record<string, string>,
  isFifo: boolean,
): Record<string, string> {
  const changed = { ...current };
  for (const [name, value] of Object.entries(changes)) {
    const isKnown = SETTABLE.has(name) || FEEDBACK.test(name);
    if (!isKnown || (FIFO_ONLY.has(name) && !isFifo)) throw snsError.invalidParameter('AttributeName');
    if (value === '' && name !== 'DisplayName') {
      delete changed[name];
      continue;
    }
    if (VALUES.get(name)?.test(value) === false) throw snsError.invalidParameter(`${name}: Invalid value`);
    if (name === 'Policy') checkPolicy(value);
    changed[name] = name === 'DeliveryPolicy' ? readDeliveryPolicy(value) : value;
  }
  return changed;
}
