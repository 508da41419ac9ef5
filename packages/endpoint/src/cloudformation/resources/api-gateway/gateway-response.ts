import type { GatewayResponseType } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { choice, text, textMap } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';
import { given } from './patches.ts';

const properties = z.strictObject({
  RestApiId: text,
  ResponseType: choice<GatewayResponseType>(),
  StatusCode: text.optional(),
  ResponseParameters: textMap.optional(),
  ResponseTemplates: textMap.optional(),
});

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-gatewayresponse.html */
export const gatewayResponse = resourceType({
  type: 'AWS::ApiGateway::GatewayResponse',
  properties,
  createOnly: ['RestApiId', 'ResponseType'],
  attributes: ['Id'],
  physicalIdOf: (_properties, context) => context.generateName(80),
  async create(properties, context, physicalId) {
    await put(properties, context);
    return { physicalId, attributes: { Id: physicalId } };
  },
  async update({ physicalId, properties, attributes }, context) {
    await put(properties, context);
    return { physicalId, attributes };
  },
  async delete({ properties }, context) {
    await context.call('apigateway', 'DeleteGatewayResponse', {
      restApiId: properties.RestApiId,
      responseType: properties.ResponseType,
    });
  },
});

async function put(properties: Properties, { call }: ResourceContext): Promise<void> {
  await call('apigateway', 'PutGatewayResponse', {
    restApiId: properties.RestApiId,
    responseType: properties.ResponseType,
    ...given({
      statusCode: properties.StatusCode,
      responseParameters: properties.ResponseParameters,
      responseTemplates: properties.ResponseTemplates,
    }),
  });
}
