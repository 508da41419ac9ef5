import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { decimal, text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { functionArn } from './function-name.ts';

const properties = z.strictObject({
  FunctionName: text,
  FunctionVersion: text,
  Name: text,
  Description: text.optional(),
  RoutingConfig: z
    .strictObject({
      AdditionalVersionWeights: z
        .array(z.strictObject({ FunctionVersion: text, FunctionWeight: decimal }))
        .optional(),
    })
    .optional(),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-alias.html */
export const functionAlias = resourceType({
  type: 'AWS::Lambda::Alias',
  properties,
  unsupported: ['ProvisionedConcurrencyConfig'],
  createOnly: ['FunctionName', 'Name'],
  attributes: ['AliasArn'],
  physicalIdOf: ({ FunctionName, Name }, context) => `${functionArn(FunctionName, context)}:${Name}`,
  exists: ({ properties: { FunctionName, Name } }, { call }) =>
    isThere(call('lambda', 'GetAlias', { FunctionName, Name })),
  async create(properties, context) {
    const { AliasArn = '' } = await context.call('lambda', 'CreateAlias', settings(properties));
    return { physicalId: AliasArn, attributes: { AliasArn } };
  },
  async update({ physicalId, properties, attributes }, context) {
    await context.call('lambda', 'UpdateAlias', settings(properties));
    return { physicalId, attributes };
  },
  async delete({ properties }, context) {
    await context.call('lambda', 'DeleteAlias', {
      FunctionName: properties.FunctionName,
      Name: properties.Name,
    });
  },
});

function settings({
  FunctionName,
  FunctionVersion,
  Name,
  Description,
  RoutingConfig,
}: z.output<typeof properties>) {
  const weights = RoutingConfig?.AdditionalVersionWeights ?? [];
  return {
    FunctionName,
    FunctionVersion,
    Name,
    Description: Description ?? '',
    RoutingConfig: {
      AdditionalVersionWeights: Object.fromEntries(
        weights.map((one) => [one.FunctionVersion, one.FunctionWeight]),
      ),
    },
  };
}
