import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { integrationResponseIn } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inStatus } from '../method-responses.ts';
import { pathOf } from '../resource-arns.ts';

export const getIntegrationResponse = operation('apigateway', 'GetIntegrationResponse', {
  resource: pathOf('GetIntegrationResponse'),
  input: z.object(inStatus),
  run: (engine: ApiGatewayEngine, input) =>
    integrationResponseIn(
      findApi(engine, input.restApiId, 'Invalid Resource identifier specified'),
      input.resourceId,
      input.httpMethod,
      input.statusCode,
    ),
});
