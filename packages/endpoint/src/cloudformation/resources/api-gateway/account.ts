import { z } from 'zod';
import { text } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-account.html */
export const account = resourceType({
  type: 'AWS::ApiGateway::Account',
  properties: z.strictObject({ CloudWatchRoleArn: text.optional() }),
  createOnly: [],
  attributes: ['Id'],
  physicalIdOf: (_properties, context) => context.generateName(80),
  async create({ CloudWatchRoleArn }, context, physicalId) {
    await setRole(CloudWatchRoleArn, context);
    return { physicalId, attributes: { Id: physicalId } };
  },
  async update({ physicalId, properties, attributes }, context) {
    await setRole(properties.CloudWatchRoleArn, context);
    return { physicalId, attributes };
  },
  // As on AWS, the account's setting outlives the stack.
  delete: async () => {},
});

async function setRole(arn: string | undefined, { call }: ResourceContext): Promise<void> {
  const path = '/cloudwatchRoleArn';
  await call('apigateway', 'UpdateAccount', {
    patchOperations: [{ op: 'replace', path, value: arn ?? '' }],
  });
}
