import { z } from 'zod';
import { stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { methodResponseIn, withIntegrationResponse } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { checkIntegrationResponse } from '../integrations.ts';
import { inStatus } from '../method-responses.ts';
import { pathOf } from '../resource-arns.ts';

export const putIntegrationResponse = operation('apigateway', 'PutIntegrationResponse', {
  resource: pathOf('PutIntegrationResponse'),
  input: z.object({
    ...inStatus,
    selectionPattern: z.string().optional(),
    responseParameters: stringMap.optional(),
    responseTemplates: stringMap.optional(),
    contentHandling: z.enum(['CONVERT_TO_BINARY', 'CONVERT_TO_TEXT']).optional(),
  }),
  run(engine: ApiGatewayEngine, { restApiId, resourceId, httpMethod, ...response }) {
    const definition = findApi(engine, restApiId, 'Invalid Resource identifier specified');
    const { statusCode } = response;
    methodResponseIn(definition, resourceId, httpMethod, statusCode);
    checkIntegrationResponse(response);
    engine.apis.set(
      restApiId,
      withIntegrationResponse(definition, resourceId, httpMethod, statusCode, response),
    );
    return response;
  },
});
