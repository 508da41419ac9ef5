import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { methodIn } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inMethod } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getMethod = operation('apigateway', 'GetMethod', {
  resource: pathOf('GetMethod'),
  input: z.object(inMethod),
  run: (engine: ApiGatewayEngine, input) =>
    methodIn(
      findApi(engine, input.restApiId, 'Invalid Resource identifier specified'),
      input.resourceId,
      input.httpMethod,
    ),
});
