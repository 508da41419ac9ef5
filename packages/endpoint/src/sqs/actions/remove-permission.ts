import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { readPolicy } from '../policy.ts';
import { queueOf } from '../resource-arns.ts';

export const removePermission = operation('sqs', 'RemovePermission', {
  resource: queueOf,
  input: z.object({ QueueUrl: z.string().default(''), Label: z.string().default('') }),
  run({ queues }: SqsEngine, { QueueUrl, Label }) {
    const queue = queues.byUrl(QueueUrl);
    if (Label === '') throw sqsError.missingParameter('Label');
    const policy = readPolicy(queue);
    const rest = policy.Statement.filter((statement) => statement['Sid'] !== Label);
    if (rest.length === policy.Statement.length) {
      throw sqsError.invalidParameterValue(
        `Value ${Label} for parameter Label is invalid. Reason: can't find label.`,
      );
    }
    if (rest.length === 0) delete queue.record.attributes['Policy'];
    else queue.record.attributes['Policy'] = JSON.stringify({ ...policy, Statement: rest });
    queues.changed(queue);
    return {};
  },
});
