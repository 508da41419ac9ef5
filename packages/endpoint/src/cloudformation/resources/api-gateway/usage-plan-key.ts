import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-usageplankey.html */
export const usagePlanKey = resourceType({
  type: 'AWS::ApiGateway::UsagePlanKey',
  properties: z.strictObject({ KeyId: text, KeyType: text, UsagePlanId: text }),
  createOnly: ['KeyId', 'KeyType', 'UsagePlanId'],
  attributes: ['Id'],
  physicalIdOf: ({ KeyId, UsagePlanId }) => `${KeyId}:${UsagePlanId}`,
  exists: ({ properties: { KeyId, UsagePlanId } }, { call }) =>
    isThere(call('apigateway', 'GetUsagePlanKey', { keyId: KeyId, usagePlanId: UsagePlanId })),
  async create({ KeyId, KeyType, UsagePlanId }, context, physicalId) {
    await context.call('apigateway', 'CreateUsagePlanKey', {
      keyId: KeyId,
      keyType: KeyType,
      usagePlanId: UsagePlanId,
    });
    return { physicalId, attributes: { Id: physicalId } };
  },
  async delete({ properties }, context) {
    await context.call('apigateway', 'DeleteUsagePlanKey', {
      keyId: properties.KeyId,
      usagePlanId: properties.UsagePlanId,
    });
  },
});
