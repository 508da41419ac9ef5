import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { errors } from '../errors.ts';
import { readPolicy } from '../policy.ts';

export const addPermission = operation<'sns', 'AddPermission'>()({
  input: z.object({
    TopicArn: z.string().default(''),
    Label: z.string().regex(/^[\w-]{1,80}$/),
    AWSAccountId: z.array(z.string().regex(/^\d{12}$/)).min(1),
    ActionName: z.array(z.string().regex(/^(\*|[A-Za-z]+)$/)).min(1),
  }),
  run({ context, topics }: SnsEngine, { TopicArn, Label, AWSAccountId, ActionName }) {
    const topic = topics.get(TopicArn);
    const policy = readPolicy(topic, context.accountId);
    if (policy.Statement.some((statement) => statement['Sid'] === Label)) {
      throw errors.invalidParameter('Statement already exists');
    }
    policy.Statement.push({
      Sid: Label,
      Effect: 'Allow',
      Principal: { AWS: AWSAccountId.map((account) => `arn:aws:iam::${account}:root`) },
      Action: ActionName.map((action) => `SNS:${action}`),
      Resource: TopicArn,
    });
    topic.record.attributes['Policy'] = JSON.stringify(policy);
    topics.keep(topic);
    return {};
  },
});
