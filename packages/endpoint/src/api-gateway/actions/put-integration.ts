import { z } from 'zod';
import { integer, lacking, stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { methodIn, withIntegration } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inMethod } from '../input.ts';
import { checkIntegration } from '../integrations.ts';
import { pathOf } from '../resource-arns.ts';

/** Replaces the integration that the method had; its responses stay. */
export const putIntegration = operation('apigateway', 'PutIntegration', {
  resource: pathOf('PutIntegration'),
  input: z.object({
    ...inMethod,
    type: z.enum(['HTTP', 'AWS', 'MOCK', 'HTTP_PROXY', 'AWS_PROXY']),
    integrationHttpMethod: z.string().optional(),
    uri: z.string().optional(),
    connectionType: z.enum(['INTERNET', 'VPC_LINK']).optional(),
    connectionId: z.string().optional(),
    credentials: z.string().optional(),
    requestParameters: stringMap.optional(),
    requestTemplates: stringMap.optional(),
    passthroughBehavior: z
      .string()
      .default('WHEN_NO_MATCH')
      .transform((text) => text.toUpperCase()),
    cacheNamespace: z.string().optional(),
    cacheKeyParameters: z.array(z.string()).default([]),
    contentHandling: z.enum(['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT']).optional(),
    timeoutInMillis: integer.default(29_000),
    integrationTarget: lacking,
    tlsConfig: lacking,
    responseTransferMode: z.enum(['BUFFERED', 'STREAM']).optional(),
  }),
  run(engine: ApiGatewayEngine, { restApiId, resourceId, httpMethod, integrationHttpMethod, ...input }) {
    const definition = findApi(engine, restApiId, 'Invalid Resource identifier specified');
    const before = methodIn(definition, resourceId, httpMethod).methodIntegration?.integrationResponses;
    const integration = {
      ...input,
      ...(integrationHttpMethod !== undefined && { httpMethod: integrationHttpMethod }),
      cacheNamespace: input.cacheNamespace ?? resourceId,
      ...(before && { integrationResponses: before }),
    };
    checkIntegration(integration);
    engine.apis.set(restApiId, withIntegration(definition, resourceId, httpMethod, integration));
    return integration;
  },
});
