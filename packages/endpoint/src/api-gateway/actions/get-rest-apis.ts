import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import { listOf, paged, pageOf } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getRestApis = operation('apigateway', 'GetRestApis', {
  resource: pathOf('GetRestApis'),
  input: z.object(paged),
  run({ apis }: ApiGatewayEngine, input) {
    const restApis = [...apis.values()].map((definition) => definition.restApi);
    return listOf(pageOf(restApis, (restApi) => restApi.id ?? '', input));
  },
});
