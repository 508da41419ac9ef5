import { own } from '../../core/own.ts';
import { matchesWildcards } from '../../core/wildcard.ts';

/** What SNS brings along when it asks a queue to take a message. */
export interface Delivery {
  readonly queueArn: string;
  readonly topicArn: string;
  readonly accountId: string;
}

type Json = Record<string, unknown>;

/**
 * Whether a queue's policy lets the topic send to it: some statement allows it and none denies it. Without that SNS
 * loses the message: https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
 */
export function allowsDelivery(policy: string | undefined, delivery: Delivery): boolean {
  if (policy === undefined) return false;
  const statements = listOf((JSON.parse(policy) as Json)['Statement']).filter(isObject);
  const matching = statements.filter((statement) => matches(statement, delivery));
  return (
    matching.some((statement) => statement['Effect'] === 'Allow') &&
    !matching.some((statement) => statement['Effect'] === 'Deny')
  );
}

function matches(statement: Json, { queueArn, topicArn, accountId }: Delivery): boolean {
  const conditionKeys: Record<string, string> = {
    'aws:sourcearn': topicArn,
    'aws:sourceaccount': accountId,
    'aws:securetransport': 'true', // SNS always delivers over TLS.
    'aws:principalisawsservice': 'true',
  };
  return (
    isSns(statement['Principal']) &&
    listOf(statement['Action']).some((action) =>
      matchesWildcards(String(action).toLowerCase(), 'sqs:sendmessage'),
    ) &&
    listOf(statement['Resource']).some((resource) => matchesWildcards(String(resource), queueArn)) &&
    Object.entries(isObject(statement['Condition']) ? statement['Condition'] : {}).every(
      ([operator, keys]) =>
        isObject(keys) &&
        Object.entries(keys).every(([key, values]) =>
          holds(operator, own(conditionKeys, key.toLowerCase()), listOf(values).map(String)),
        ),
    )
  );
}

function isSns(principal: unknown): boolean {
  if (principal === '*') return true;
  if (!isObject(principal)) return false;
  return listOf(principal['Service']).includes('sns.amazonaws.com') || listOf(principal['AWS']).includes('*');
}

/** An operator that is not known here does not hold. */
function holds(operator: string, actual: string | undefined, wanted: string[]): boolean {
  const ifExists = operator.endsWith('IfExists');
  if (actual === undefined) return ifExists;
  switch (ifExists ? operator.slice(0, -'IfExists'.length) : operator) {
    case 'ArnEquals': // AWS treats both alike, wildcards included.
    case 'ArnLike':
    case 'StringLike':
      return wanted.some((pattern) => matchesWildcards(pattern, actual));
    case 'ArnNotEquals':
    case 'ArnNotLike':
    case 'StringNotLike':
      return !wanted.some((pattern) => matchesWildcards(pattern, actual));
    case 'StringEquals':
    case 'Bool':
      return wanted.includes(actual);
    case 'StringNotEquals':
      return !wanted.includes(actual);
    default:
      return false;
  }
}

function listOf(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
