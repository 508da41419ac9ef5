import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { readPolicy } from '../policy.ts';
import { topicOf } from '../resource-arns.ts';

/** Removing a statement that is not there is fine. */
export const removePermission = operation('sns', 'RemovePermission', {
  resource: topicOf,
  input: z.object({ TopicArn: z.string().default(''), Label: z.string().default('') }),
  run({ context, topics }: SnsEngine, { TopicArn, Label }) {
    const topic = topics.get(TopicArn);
    const policy = readPolicy(topic, context.accountId);
    const rest = policy.Statement.filter((statement) => statement['Sid'] !== Label);
    topic.record.attributes['Policy'] = JSON.stringify({ ...policy, Statement: rest });
    topics.keep(topic);
    return {};
  },
});
