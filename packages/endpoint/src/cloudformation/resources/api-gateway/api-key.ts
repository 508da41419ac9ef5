import { z } from 'zod';
import { flag, tags, text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { tagMap } from '../tags.ts';
import { given, scalarPatches } from './patches.ts';
import { updateTags } from './rest-api.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-apikey.html */
export const apiKey = resourceType({
  type: 'AWS::ApiGateway::ApiKey',
  properties: z.strictObject({
    Name: text.optional(),
    Description: text.optional(),
    Enabled: flag.optional(),
    CustomerId: text.optional(),
    GenerateDistinctId: flag.optional(),
    Value: text.optional(),
    // The stages that a key is for are those of its usage plans; here they only order the stack.
    StageKeys: z.array(z.strictObject({ RestApiId: text.optional(), StageName: text.optional() })).optional(),
    Tags: tags.optional(),
  }),
  createOnly: ['GenerateDistinctId', 'Name', 'Value'],
  tags: 'list',
  attributes: ['APIKeyId'],
  async create(properties, context) {
    const { id = '' } = await context.call('apigateway', 'CreateApiKey', {
      name: properties.Name ?? context.generateName(128),
      enabled: properties.Enabled ?? false,
      ...given({
        description: properties.Description,
        customerId: properties.CustomerId,
        generateDistinctId: properties.GenerateDistinctId,
        value: properties.Value,
        tags: properties.Tags && tagMap(properties.Tags),
      }),
    });
    return { physicalId: id, attributes: { APIKeyId: id } };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    const patchOperations = scalarPatches(previous, properties, {
      Description: '/description',
      Enabled: '/enabled',
      CustomerId: '/customerId',
    });
    if (patchOperations.length > 0) {
      await context.call('apigateway', 'UpdateApiKey', { apiKey: physicalId, patchOperations });
    }
    await updateTags(`/apikeys/${physicalId}`, previous, properties, context);
    return { physicalId, attributes };
  },
  async delete({ physicalId }, context) {
    await context.call('apigateway', 'DeleteApiKey', { apiKey: physicalId });
  },
});
