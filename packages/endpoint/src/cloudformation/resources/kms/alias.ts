import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-kms-alias.html */
export const keyAlias = resourceType({
  type: 'AWS::KMS::Alias',
  properties: z.strictObject({ AliasName: text, TargetKeyId: text }),
  createOnly: ['AliasName'],
  attributes: [],
  physicalIdOf: ({ AliasName }) => AliasName,
  exists: ({ physicalId }, { call }) => isThere(call('kms', 'DescribeKey', { KeyId: physicalId })),
  async create({ AliasName, TargetKeyId }, context) {
    await context.call('kms', 'CreateAlias', { AliasName, TargetKeyId });
    return { physicalId: AliasName };
  },
  async update({ physicalId, properties }, context) {
    await context.call('kms', 'UpdateAlias', { AliasName: physicalId, TargetKeyId: properties.TargetKeyId });
    return { physicalId };
  },
  async delete({ physicalId }, context) {
    await context.call('kms', 'DeleteAlias', { AliasName: physicalId });
  },
});
