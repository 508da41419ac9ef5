import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { oneOrList, readPolicy } from '../policy.ts';
import { queueOf } from '../resource-arns.ts';

/** quotas-policies.html */
const MAX_ACTIONS = 7;
const MAX_STATEMENTS = 20;

/** Those that can be granted to other accounts: API_AddPermission.html. */
const ACTIONS = new Set([
  '*',
  'ChangeMessageVisibility',
  'DeleteMessage',
  'GetQueueAttributes',
  'GetQueueUrl',
  'ListDeadLetterSourceQueues',
  'PurgeQueue',
  'ReceiveMessage',
  'SendMessage',
]);

export const addPermission = operation('sqs', 'AddPermission', {
  resource: queueOf,
  input: z.object({
    QueueUrl: z.string().default(''),
    Label: z.string().default(''),
    AWSAccountIds: z.array(z.string()).default([]),
    Actions: z.array(z.string()).default([]),
  }),
  run({ queues }: SqsEngine, { QueueUrl, Label, AWSAccountIds, Actions }) {
    const queue = queues.byUrl(QueueUrl);
    checkParameters(Label, AWSAccountIds, Actions);
    const policy = readPolicy(queue);
    if (policy.Statement.some((statement) => statement['Sid'] === Label)) {
      throw sqsError.invalidParameterValue(
        `Value ${Label} for parameter Label is invalid. Reason: Already exists.`,
      );
    }
    if (policy.Statement.length >= MAX_STATEMENTS) {
      throw sqsError.overLimit(`A policy has at most ${MAX_STATEMENTS} statements.`);
    }
    policy.Statement.push({
      Sid: Label,
      Effect: 'Allow',
      Principal: { AWS: oneOrList(AWSAccountIds.map((account) => `arn:aws:iam::${account}:root`)) },
      Action: oneOrList(Actions.map((action) => `SQS:${action}`)),
      Resource: queue.arn,
    });
    queue.record.attributes['Policy'] = JSON.stringify(policy);
    queues.changed(queue);
    return {};
  },
});

function checkParameters(label: string, accounts: readonly string[], actions: readonly string[]): void {
  if (label === '') throw sqsError.missingParameter('Label');
  if (accounts.length === 0) throw sqsError.missingParameter('AWSAccountIds');
  if (actions.length === 0) throw sqsError.missingParameter('Actions');
  if (!/^[\w-]{1,80}$/.test(label)) {
    throw sqsError.invalidParameterValue(
      'Value for parameter Label is invalid. Reason: Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.',
    );
  }
  if (!accounts.every((account) => /^\d{12}$/.test(account))) {
    throw sqsError.invalidParameterValue(
      'Value for parameter PrincipalId is invalid. Reason: Unable to verify.',
    );
  }
  if (actions.length > MAX_ACTIONS) {
    throw sqsError.overLimit(`${actions.length} Actions were found, maximum allowed is ${MAX_ACTIONS}.`);
  }
  const refused = actions.find((action) => !ACTIONS.has(action));
  if (refused === undefined) return;
  throw sqsError.invalidParameterValue(
    `Value SQS:${refused.slice(0, 80)} for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action.`,
  );
}
