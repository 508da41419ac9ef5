import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { toDeployment } from '../deployments.ts';
import { type ApiGatewayEngine, findApi, findDeployment } from '../engine.ts';
import { restApiId } from '../input.ts';
import { patched, patchOperations, refusalByPaths, text } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';

export const updateDeployment = operation('apigateway', 'UpdateDeployment', {
  resource: pathOf('UpdateDeployment'),
  input: z.object({ restApiId, deploymentId: z.string(), patchOperations }),
  run(engine: ApiGatewayEngine, { restApiId, deploymentId, ...input }) {
    findApi(engine, restApiId);
    const before = findDeployment(engine, restApiId, deploymentId);
    const { description } = patched(
      { description: before.description },
      input.patchOperations,
      { '/description': text('description') },
      refusalByPaths,
    );
    const deployment = { ...before, description };
    engine.deployments.set(`${restApiId}/${deploymentId}`, deployment);
    return toDeployment(deployment);
  },
});
