import { z } from 'zod';
import { flag, stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi, findDeployment } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';
import { checkStage, newStage } from '../stages.ts';

export const createStage = operation('apigateway', 'CreateStage', {
  resource: pathOf('CreateStage'),
  input: z.object({
    restApiId,
    stageName: z.string(),
    deploymentId: z.string(),
    description: z.string().optional(),
    variables: stringMap.optional(),
    documentationVersion: z.string().optional(),
    tracingEnabled: flag.default(false),
    cacheClusterEnabled: flag.default(false),
    cacheClusterSize: z.string().optional(),
    canarySettings: z.looseObject({}).optional(),
    tags: stringMap.optional(),
  }),
  run(engine: ApiGatewayEngine, { restApiId: apiId, canarySettings, cacheClusterSize: _size, ...input }) {
    findApi(engine, apiId);
    findDeployment(engine, apiId, input.deploymentId);
    if (canarySettings) throw apiGatewayError.notImplemented('canary settings');
    const key = `${apiId}/${input.stageName}`;
    if (engine.stages.has(key)) throw apiGatewayError.conflict('Stage already exists');
    const stage = { ...newStage(engine, input.stageName), ...input };
    checkStage(engine, stage);
    engine.stages.set(key, { apiId, stage });
    return stage;
  },
});
