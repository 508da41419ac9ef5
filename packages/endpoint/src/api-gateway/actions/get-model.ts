import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { restApiId } from '../input.ts';
import { modelIn } from '../models.ts';
import { pathOf } from '../resource-arns.ts';

export const getModel = operation('apigateway', 'GetModel', {
  resource: pathOf('GetModel'),
  input: z.object({ restApiId, modelName: z.string() }),
  run: (engine: ApiGatewayEngine, input) => modelIn(findApi(engine, input.restApiId), input.modelName),
});
