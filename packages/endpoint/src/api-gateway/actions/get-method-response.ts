import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { methodResponseIn } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inStatus } from '../method-responses.ts';
import { pathOf } from '../resource-arns.ts';

export const getMethodResponse = operation('apigateway', 'GetMethodResponse', {
  resource: pathOf('GetMethodResponse'),
  input: z.object(inStatus),
  run: (engine: ApiGatewayEngine, input) =>
    methodResponseIn(
      findApi(engine, input.restApiId, 'Invalid Resource identifier specified'),
      input.resourceId,
      input.httpMethod,
      input.statusCode,
    ),
});
