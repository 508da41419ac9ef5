import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { integrationResponseIn, withIntegrationResponse } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { checkIntegrationResponse, INTEGRATION_RESPONSE_RULES } from '../integrations.ts';
import { inStatus } from '../method-responses.ts';
import { patched, patchOperations, refusalByPath } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';

export const updateIntegrationResponse = operation('apigateway', 'UpdateIntegrationResponse', {
  resource: pathOf('UpdateIntegrationResponse'),
  input: z.object({ ...inStatus, patchOperations }),
  run(engine: ApiGatewayEngine, { restApiId, resourceId, httpMethod, statusCode, ...input }) {
    const definition = findApi(engine, restApiId, 'Invalid Resource identifier specified');
    const response = patched(
      integrationResponseIn(definition, resourceId, httpMethod, statusCode),
      input.patchOperations,
      INTEGRATION_RESPONSE_RULES,
      refusalByPath,
    );
    checkIntegrationResponse(response);
    engine.apis.set(
      restApiId,
      withIntegrationResponse(definition, resourceId, httpMethod, statusCode, response),
    );
    return response;
  },
});
