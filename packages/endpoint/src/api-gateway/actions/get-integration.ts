import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { integrationIn } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inMethod } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getIntegration = operation('apigateway', 'GetIntegration', {
  resource: pathOf('GetIntegration'),
  input: z.object(inMethod),
  run: (engine: ApiGatewayEngine, input) =>
    integrationIn(
      findApi(engine, input.restApiId, 'Invalid Resource identifier specified'),
      input.resourceId,
      input.httpMethod,
    ),
});
