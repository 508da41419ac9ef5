import { z } from 'zod';
import { document, texts } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-sqs-queuepolicy.html */
export const queuePolicy = resourceType({
  type: 'AWS::SQS::QueuePolicy',
  properties: z.strictObject({ Queues: texts, PolicyDocument: document }),
  createOnly: [],
  attributes: ['Id'],
  physicalIdOf: (_properties, context) => context.generateName(80),
  async create({ Queues, PolicyDocument }, context, physicalId) {
    await setPolicy(Queues, PolicyDocument, context);
    return { physicalId, attributes: { Id: physicalId } };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    await setPolicy(properties.Queues, properties.PolicyDocument, context);
    const left = previous.Queues.filter((url) => !properties.Queues.includes(url));
    await setPolicy(left, '', context);
    return { physicalId, attributes };
  },
  delete: ({ properties }, context) => setPolicy(properties.Queues, '', context),
});

async function setPolicy(queues: readonly string[], policy: string, context: ResourceContext): Promise<void> {
  for (const QueueUrl of queues) {
    await context.call('sqs', 'SetQueueAttributes', { QueueUrl, Attributes: { Policy: policy } });
  }
}
