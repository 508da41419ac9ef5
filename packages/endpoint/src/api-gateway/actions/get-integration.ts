import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { integrationIn } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inMethod } from '../input.ts';

export const getIntegration = operation<'apigateway', 'GetIntegration'>()({
  input: z.object(inMethod),
  run: (engine: ApiGatewayEngine, input) =>
    integrationIn(
      findApi(engine, input.restApiId, 'Invalid Resource identifier specified'),
      input.resourceId,
      input.httpMethod,
    ),
});
