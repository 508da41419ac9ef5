import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { integrationResponseIn, withIntegrationResponse } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inStatus } from '../method-responses.ts';
import { pathOf } from '../resource-arns.ts';

export const deleteIntegrationResponse = operation('apigateway', 'DeleteIntegrationResponse', {
  resource: pathOf('DeleteIntegrationResponse'),
  input: z.object(inStatus),
  run(engine: ApiGatewayEngine, { restApiId, resourceId, httpMethod, statusCode }) {
    const definition = findApi(engine, restApiId, 'Invalid Resource identifier specified');
    integrationResponseIn(definition, resourceId, httpMethod, statusCode);
    engine.apis.set(
      restApiId,
      withIntegrationResponse(definition, resourceId, httpMethod, statusCode, undefined),
    );
    return {};
  },
});
