import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi, findStage } from '../engine.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const deleteStage = operation('apigateway', 'DeleteStage', {
  resource: pathOf('DeleteStage'),
  input: z.object({ restApiId, stageName: z.string() }),
  run(engine: ApiGatewayEngine, { restApiId, stageName }) {
    findApi(engine, restApiId);
    findStage(engine, restApiId, stageName);
    engine.stages.delete(`${restApiId}/${stageName}`);
    return {};
  },
});
