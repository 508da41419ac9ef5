import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

/** Takes its deployments and stages with it. */
export const deleteRestApi = operation('apigateway', 'DeleteRestApi', {
  resource: pathOf('DeleteRestApi'),
  input: z.object({ restApiId }),
  run(engine: ApiGatewayEngine, input) {
    findApi(engine, input.restApiId);
    for (const kind of [engine.stages, engine.deployments]) {
      const keys = [...kind.keys()].filter((key) => key.startsWith(`${input.restApiId}/`));
      for (const key of keys) kind.delete(key);
    }
    engine.apis.delete(input.restApiId);
    return {};
  },
});
