import { errors } from './errors.ts';

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

const VALUES: Record<string, RegExp> = {
  ContentBasedDeduplication: /^(true|false)$/,
  DisplayName: /^.{0,100}$/s,
  FifoThroughputScope: /^(Topic|MessageGroup)$/,
  SignatureVersion: /^[12]$/,
  TracingConfig: /^(Active|PassThrough)$/,
};

/** `current` with `changes` made to it. @throws AwsError InvalidParameter. */
export function changeTopicAttributes(
  current: Record<string, string>,
  changes: Record<string, string>,
  isFifo: boolean,
): Record<string, string> {
  const changed = { ...current };
  for (const [name, value] of Object.entries(changes)) {
    const isKnown = SETTABLE.has(name) || FEEDBACK.test(name);
    if (!isKnown || (FIFO_ONLY.has(name) && !isFifo)) throw errors.invalidParameter('AttributeName');
    if (value === '' && name !== 'DisplayName') {
      delete changed[name];
      continue;
    }
    const isValid = VALUES[name]?.test(value) ?? true;
    if (!isValid || (name === 'Policy' && !isPolicy(value)))
      throw errors.invalidParameter(`${name}: Invalid value`);
    changed[name] = value;
  }
  return changed;
}

/** What a topic allows when nobody set a policy: its own account. */
export function defaultPolicy(topicArn: string, accountId: string): string {
  return JSON.stringify({
    Version: '2008-10-17',
    Id: '__default_policy_ID',
    Statement: [
      {
        Sid: '__default_statement_ID',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'SNS:GetTopicAttributes',
          'SNS:SetTopicAttributes',
          'SNS:AddPermission',
          'SNS:RemovePermission',
          'SNS:DeleteTopic',
          'SNS:Subscribe',
          'SNS:ListSubscriptionsByTopic',
          'SNS:Publish',
        ],
        Resource: topicArn,
        Condition: { StringEquals: { 'AWS:SourceOwner': accountId } },
      },
    ],
  });
}

function isPolicy(text: string): boolean {
  try {
    const policy: unknown = JSON.parse(text);
    return typeof policy === 'object' && policy !== null && 'Statement' in policy;
  } catch {
    return false;
  }
}
