import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi, findDeployment, findStage, now } from '../engine.ts';
import { restApiId } from '../input.ts';
import { patched, patchOperations } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';
import { checkStage, STAGE_RULES, stageRefusal } from '../stages.ts';

export const updateStage = operation('apigateway', 'UpdateStage', {
  resource: pathOf('UpdateStage'),
  input: z.object({ restApiId, stageName: z.string(), patchOperations }),
  run(engine: ApiGatewayEngine, { restApiId: apiId, stageName, ...input }) {
    findApi(engine, apiId);
    const before = findStage(engine, apiId, stageName).stage;
    const stage = patched(before, input.patchOperations, STAGE_RULES, stageRefusal);
    stage.lastUpdatedDate = now(engine);
    findDeployment(engine, apiId, stage.deploymentId ?? '');
    checkStage(engine, stage);
    engine.stages.set(`${apiId}/${stageName}`, { apiId, stage });
    return stage;
  },
});
