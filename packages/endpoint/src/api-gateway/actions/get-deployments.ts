import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { toDeployment } from '../deployments.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { listOf, paged, pageOf, restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getDeployments = operation('apigateway', 'GetDeployments', {
  resource: pathOf('GetDeployments'),
  input: z.object({ restApiId, ...paged }),
  run(engine: ApiGatewayEngine, input) {
    findApi(engine, input.restApiId);
    const own = [...engine.deployments.values()].filter((record) => record.apiId === input.restApiId);
    const { items, next } = pageOf(own, (record) => record.id, input);
    return listOf({ items: items.map((record) => toDeployment(record)), next });
  },
});
