import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { text, whole } from '../properties.ts';
import { resourceType } from '../resource-type.ts';

const destination = z.strictObject({ Destination: text }).optional();

const properties = z.strictObject({
  FunctionName: text,
  Qualifier: text,
  DestinationConfig: z.strictObject({ OnFailure: destination, OnSuccess: destination }).optional(),
  MaximumEventAgeInSeconds: whole.optional(),
  MaximumRetryAttempts: whole.optional(),
});

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-eventinvokeconfig.html */
export const eventInvokeConfig = resourceType({
  type: 'AWS::Lambda::EventInvokeConfig',
  properties,
  createOnly: ['FunctionName', 'Qualifier'],
  attributes: [],
  physicalIdOf: ({ FunctionName, Qualifier }) => `${FunctionName}|${Qualifier}`,
  exists: ({ properties: { FunctionName, Qualifier } }, { call }) =>
    isThere(call('lambda', 'GetFunctionEventInvokeConfig', { FunctionName, Qualifier })),
  async create(properties, context, physicalId) {
    await context.call('lambda', 'PutFunctionEventInvokeConfig', settings(properties));
    return { physicalId };
  },
  async update({ physicalId, properties }, context) {
    // A put replaces the whole configuration: what was taken out goes back to its default.
    await context.call('lambda', 'PutFunctionEventInvokeConfig', settings(properties));
    return { physicalId };
  },
  async delete({ properties }, context) {
    const { FunctionName, Qualifier } = properties;
    await context.call('lambda', 'DeleteFunctionEventInvokeConfig', { FunctionName, Qualifier });
  },
});

function settings({ FunctionName, Qualifier, ...rest }: z.output<typeof properties>) {
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  // The entries are those of `rest`, without what is undefined.
  return { FunctionName, Qualifier, ...(Object.fromEntries(given) as typeof rest) };
}
