import type { FunctionUrlAuthType } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { choice, text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { qualified } from './function-name.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-lambda-permission.html */
export const permission = resourceType({
  type: 'AWS::Lambda::Permission',
  properties: z.strictObject({
    Action: text,
    FunctionName: text,
    Principal: text,
    SourceArn: text.optional(),
    SourceAccount: text.optional(),
    EventSourceToken: text.optional(),
    PrincipalOrgID: text.optional(),
    FunctionUrlAuthType: choice<FunctionUrlAuthType>().optional(),
  }),
  unsupported: ['InvokedViaFunctionUrl'],
  createOnly: [],
  attributes: ['Id'],
  physicalIdOf: (_properties, context) => context.generateName(100),
  async create({ FunctionName, ...rest }, context, StatementId) {
    await context.call('lambda', 'AddPermission', { ...qualified(FunctionName), ...rest, StatementId });
    return { physicalId: StatementId, attributes: { Id: StatementId } };
  },
  async delete({ physicalId, properties }, context) {
    await context.call('lambda', 'RemovePermission', {
      ...qualified(properties.FunctionName),
      StatementId: physicalId,
    });
  },
});
