import { z } from 'zod';
import { flag, text } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { given, scalarPatches } from './patches.ts';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-requestvalidator.html */
export const requestValidator = resourceType({
  type: 'AWS::ApiGateway::RequestValidator',
  properties: z.strictObject({
    RestApiId: text,
    Name: text.optional(),
    ValidateRequestBody: flag.optional(),
    ValidateRequestParameters: flag.optional(),
  }),
  createOnly: ['RestApiId', 'Name'],
  attributes: ['RequestValidatorId'],
  async create({ RestApiId, Name, ValidateRequestBody, ValidateRequestParameters }, context) {
    const { id = '' } = await context.call('apigateway', 'CreateRequestValidator', {
      restApiId: RestApiId,
      ...given({
        name: Name,
        validateRequestBody: ValidateRequestBody,
        validateRequestParameters: ValidateRequestParameters,
      }),
    });
    return { physicalId: id, attributes: { RequestValidatorId: id } };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    await context.call('apigateway', 'UpdateRequestValidator', {
      restApiId: properties.RestApiId,
      requestValidatorId: physicalId,
      patchOperations: scalarPatches(previous, properties, {
        ValidateRequestBody: '/validateRequestBody',
        ValidateRequestParameters: '/validateRequestParameters',
      }),
    });
    return { physicalId, attributes };
  },
  async delete({ physicalId, properties }, context) {
    await context.call('apigateway', 'DeleteRequestValidator', {
      restApiId: properties.RestApiId,
      requestValidatorId: physicalId,
    });
  },
});
