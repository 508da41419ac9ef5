import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { restApiId } from '../input.ts';
import { patched, patchOperations, refusalByOperation } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';
import { checkRestApi, REST_API_RULES } from '../rest-apis.ts';

export const updateRestApi = operation('apigateway', 'UpdateRestApi', {
  resource: pathOf('UpdateRestApi'),
  input: z.object({ restApiId, patchOperations }),
  run(engine: ApiGatewayEngine, input) {
    const definition = findApi(engine, input.restApiId);
    const restApi = patched(definition.restApi, input.patchOperations, REST_API_RULES, refusalByOperation);
    checkRestApi(restApi);
    engine.apis.set(input.restApiId, { ...definition, restApi });
    return restApi;
  },
});
