import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { errors } from '../errors.ts';
import { readPolicy } from '../policy.ts';

export const addPermission = operation<'sqs', 'AddPermission'>()({
  input: z.object({
    QueueUrl: z.string().default(''),
    Label: z.string().regex(/^[\w-]{1,80}$/),
    AWSAccountIds: z.array(z.string().regex(/^\d{12}$/)).min(1),
    Actions: z.array(z.string().regex(/^(\*|[A-Za-z]+)$/)).min(1),
  }),
  run({ queues }: SqsEngine, { QueueUrl, Label, AWSAccountIds, Actions }) {
    const queue = queues.byUrl(QueueUrl);
    const policy = readPolicy(queue);
    if (policy.Statement.some((statement) => statement['Sid'] === Label)) {
      throw errors.invalidParameterValue(
        `Value ${Label} for parameter Label is invalid. Reason: Already exists.`,
      );
    }
    policy.Statement.push({
      Sid: Label,
      Effect: 'Allow',
      Principal: { AWS: AWSAccountIds.map((account) => `arn:aws:iam::${account}:root`) },
      Action: Actions.map((action) => `SQS:${action}`),
      Resource: queue.arn,
    });
    queue.record.attributes['Policy'] = JSON.stringify(policy);
    queues.changed(queue);
    return {};
  },
});
