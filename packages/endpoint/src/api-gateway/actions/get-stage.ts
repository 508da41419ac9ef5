import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi, findStage } from '../engine.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getStage = operation('apigateway', 'GetStage', {
  resource: pathOf('GetStage'),
  input: z.object({ restApiId, stageName: z.string() }),
  run(engine: ApiGatewayEngine, input) {
    findApi(engine, input.restApiId);
    return findStage(engine, input.restApiId, input.stageName).stage;
  },
});
