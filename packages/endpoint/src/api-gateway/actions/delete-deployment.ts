import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi, findDeployment, stagesOf } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const deleteDeployment = operation('apigateway', 'DeleteDeployment', {
  resource: pathOf('DeleteDeployment'),
  input: z.object({ restApiId, deploymentId: z.string() }),
  run(engine: ApiGatewayEngine, { restApiId, deploymentId }) {
    findApi(engine, restApiId);
    findDeployment(engine, restApiId, deploymentId);
    if (stagesOf(engine, restApiId).some(({ stage }) => stage.deploymentId === deploymentId)) {
      throw apiGatewayError.badRequest('Active stages pointing to this deployment must be moved or deleted');
    }
    engine.deployments.delete(`${restApiId}/${deploymentId}`);
    return {};
  },
});
