import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { listOf, paged, pageOf, restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getModels = operation('apigateway', 'GetModels', {
  resource: pathOf('GetModels'),
  input: z.object({ restApiId, ...paged }),
  run: (engine: ApiGatewayEngine, input) =>
    listOf(
      pageOf(Object.values(findApi(engine, input.restApiId).models), (model) => model.name ?? '', input),
    ),
});
