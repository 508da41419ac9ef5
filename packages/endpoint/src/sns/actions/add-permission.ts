import { z } from 'zod';
import { list } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { SnsEngine } from '../engine.ts';
import { snsError } from '../errors.ts';
import { checkAction, oneOrList, readPolicy } from '../policy.ts';
import { topicOf } from '../resource-arns.ts';

export const addPermission = operation('sns', 'AddPermission', {
  resource: topicOf,
  input: z.object({
    TopicArn: z.string().default(''),
    Label: z.string().default(''),
    AWSAccountId: list(z.string()).default([]),
    ActionName: list(z.string()).default([]),
  }),
  run({ context, topics }: SnsEngine, { TopicArn, Label, AWSAccountId, ActionName }) {
    const topic = topics.get(TopicArn);
    checkParameters(Label, AWSAccountId, ActionName);
    const policy = readPolicy(topic, context.accountId);
    if (policy.Statement.some((statement) => statement['Sid'] === Label)) {
      throw snsError.invalidParameter('Statement already exists');
    }
    policy.Statement.push({
      Sid: Label,
      Effect: 'Allow',
      Principal: { AWS: oneOrList(AWSAccountId.map((account) => `arn:aws:iam::${account}:root`)) },
      Action: oneOrList(ActionName.map((action) => `SNS:${action}`)),
      Resource: TopicArn,
    });
    topic.record.attributes['Policy'] = JSON.stringify(policy);
    topics.keep(topic);
    return {};
  },
});

function checkParameters(label: string, accounts: readonly string[], actions: readonly string[]): void {
  if (!/^[\w-]{1,80}$/.test(label)) throw snsError.invalidParameter('Label');
  if (accounts.length === 0 || !accounts.every((account) => /^\d{12}$/.test(account))) {
    throw snsError.invalidParameter('AWSAccountId');
  }
  if (actions.length === 0) throw snsError.invalidParameter('ActionName');
  for (const action of actions) checkAction(`SNS:${action}`);
}
