import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { toDeployment } from '../deployments.ts';
import { type ApiGatewayEngine, findApi, findDeployment } from '../engine.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getDeployment = operation('apigateway', 'GetDeployment', {
  resource: pathOf('GetDeployment'),
  input: z.object({ restApiId, deploymentId: z.string(), embed: z.array(z.string()).optional() }),
  run(engine: ApiGatewayEngine, input) {
    findApi(engine, input.restApiId);
    return toDeployment(findDeployment(engine, input.restApiId, input.deploymentId), input.embed);
  },
});
