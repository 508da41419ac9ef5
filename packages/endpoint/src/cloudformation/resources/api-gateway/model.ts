import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { document, text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { given, scalarPatches } from './patches.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-model.html */
export const model = resourceType({
  type: 'AWS::ApiGateway::Model',
  properties: z.strictObject({
    RestApiId: text,
    Name: text.optional(),
    ContentType: text.optional(),
    Description: text.optional(),
    Schema: document.optional(),
  }),
  createOnly: ['RestApiId', 'Name', 'ContentType'],
  customName: 'Name',
  attributes: [],
  uniqueWithin: 'RestApiId',
  // Names of models are letters and digits.
  physicalIdOf: ({ Name }, context) => Name ?? context.generateName(64).replaceAll(/[^a-zA-Z0-9]/g, ''),
  exists: ({ physicalId, properties }, { call }) =>
    isThere(call('apigateway', 'GetModel', { restApiId: properties.RestApiId, modelName: physicalId })),
  async create({ RestApiId, ContentType, Description, Schema }, context, name) {
    await context.call('apigateway', 'CreateModel', {
      restApiId: RestApiId,
      name,
      contentType: ContentType ?? 'application/json',
      ...given({ description: Description, schema: Schema }),
    });
    return { physicalId: name };
  },
  async update({ physicalId, properties, previous }, context) {
    await context.call('apigateway', 'UpdateModel', {
      restApiId: properties.RestApiId,
      modelName: physicalId,
      patchOperations: scalarPatches(previous, properties, {
        Description: '/description',
        Schema: '/schema',
      }),
    });
    return { physicalId };
  },
  async delete({ physicalId, properties }, context) {
    await context.call('apigateway', 'DeleteModel', {
      restApiId: properties.RestApiId,
      modelName: physicalId,
    });
  },
});
