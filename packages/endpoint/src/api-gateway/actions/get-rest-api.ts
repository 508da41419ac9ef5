import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getRestApi = operation('apigateway', 'GetRestApi', {
  resource: pathOf('GetRestApi'),
  input: z.object({ restApiId }),
  run: (engine: ApiGatewayEngine, input) => findApi(engine, input.restApiId).restApi,
});
