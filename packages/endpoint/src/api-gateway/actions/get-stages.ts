import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi, stagesOf } from '../engine.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getStages = operation('apigateway', 'GetStages', {
  resource: pathOf('GetStages'),
  input: z.object({ restApiId, deploymentId: z.string().optional() }),
  run(engine: ApiGatewayEngine, { restApiId, deploymentId }) {
    findApi(engine, restApiId);
    const stages = stagesOf(engine, restApiId).map((record) => record.stage);
    return { item: stages.filter((stage) => !deploymentId || stage.deploymentId === deploymentId) };
  },
});
