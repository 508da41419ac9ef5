import { z } from 'zod';
import { flag, stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { checkDeployable, toDeployment } from '../deployments.ts';
import { type ApiGatewayEngine, findApi, now, shortId } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';
import { checkStage, newStage } from '../stages.ts';

/** Takes a snapshot of the API and, where a stage is named, points the stage at it or creates the stage. */
export const createDeployment = operation('apigateway', 'CreateDeployment', {
  resource: pathOf('CreateDeployment'),
  input: z.object({
    restApiId,
    stageName: z.string().optional(),
    stageDescription: z.string().optional(),
    description: z.string().optional(),
    variables: stringMap.optional(),
    tracingEnabled: flag.optional(),
    cacheClusterEnabled: flag.optional(),
    cacheClusterSize: z.string().optional(),
    canarySettings: z.looseObject({}).optional(),
  }),
  run(engine: ApiGatewayEngine, { restApiId: apiId, stageName, description, ...input }) {
    const definition = findApi(engine, apiId);
    if (input.canarySettings) throw apiGatewayError.notImplemented('canary deployments');
    checkDeployable(definition);
    const id = shortId(engine, 6);
    const deployment = { apiId, id, description, createdDate: now(engine), definition };
    if (stageName) {
      const before = engine.stages.get(`${apiId}/${stageName}`)?.stage;
      const { stageDescription, variables, tracingEnabled, cacheClusterEnabled } = input;
      const stage = {
        ...(before ?? newStage(engine, stageName)),
        deploymentId: id,
        lastUpdatedDate: now(engine),
        ...(stageDescription !== undefined && { description: stageDescription }),
        ...(variables && { variables: { ...before?.variables, ...variables } }),
        ...(tracingEnabled !== undefined && { tracingEnabled }),
        ...(cacheClusterEnabled !== undefined && { cacheClusterEnabled }),
      };
      checkStage(engine, stage);
      engine.stages.set(`${apiId}/${stageName}`, { apiId, stage });
    }
    engine.deployments.set(`${apiId}/${id}`, deployment);
    return toDeployment(deployment);
  },
});
