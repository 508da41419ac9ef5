import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { restApiId } from '../input.ts';
import { modelIn } from '../models.ts';
import { pathOf } from '../resource-arns.ts';

export const getModel = operation('apigateway', 'GetModel', {
  resource: pathOf('GetModel'),
  input: z.object({ restApiId, modelName: z.string(), flatten: flag.default(false) }),
  run(engine: ApiGatewayEngine, input) {
    if (input.flatten) throw apiGatewayError.notImplemented('flattened models');
    return modelIn(findApi(engine, input.restApiId), input.modelName);
  },
});
