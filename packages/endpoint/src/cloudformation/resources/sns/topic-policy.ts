import { z } from 'zod';
import { document, texts } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sns-topicpolicy.html */
export const topicPolicy = resourceType({
  type: 'AWS::SNS::TopicPolicy',
  properties: z.strictObject({ Topics: texts, PolicyDocument: document }),
  createOnly: [],
  attributes: ['Id'],
  physicalIdOf: (_properties, context) => context.generateName(80),
  async create({ Topics, PolicyDocument }, context, physicalId) {
    await setPolicy(Topics, PolicyDocument, context);
    return { physicalId, attributes: { Id: physicalId } };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    await setPolicy(properties.Topics, properties.PolicyDocument, context);
    const left = previous.Topics.filter((arn) => !properties.Topics.includes(arn));
    for (const arn of left) await setPolicy([arn], ownersPolicy(arn, context), context);
    return { physicalId, attributes };
  },
  async delete({ properties }, context) {
    for (const arn of properties.Topics) await setPolicy([arn], ownersPolicy(arn, context), context);
  },
});

async function setPolicy(topics: readonly string[], policy: string, context: ResourceContext): Promise<void> {
  for (const TopicArn of topics) {
    await context.call('sns', 'SetTopicAttributes', {
      TopicArn,
      AttributeName: 'Policy',
      AttributeValue: policy,
    });
  }
}

/** A topic always has a policy; without one of the template's it is the owner's, as SNS gives it to a new topic. */
function ownersPolicy(topicArn: string, { accountId }: ResourceContext): string {
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
