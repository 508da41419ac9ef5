import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { methodResponseIn, withMethodResponse } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inStatus, METHOD_RESPONSE_RULES } from '../method-responses.ts';
import { patched, patchOperations, refusalByPath } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';

export const updateMethodResponse = operation('apigateway', 'UpdateMethodResponse', {
  resource: pathOf('UpdateMethodResponse'),
  input: z.object({ ...inStatus, patchOperations }),
  run(engine: ApiGatewayEngine, { restApiId, resourceId, httpMethod, statusCode, ...input }) {
    const definition = findApi(engine, restApiId, 'Invalid Resource identifier specified');
    const response = patched(
      methodResponseIn(definition, resourceId, httpMethod, statusCode),
      input.patchOperations,
      METHOD_RESPONSE_RULES,
      refusalByPath,
    );
    engine.apis.set(restApiId, withMethodResponse(definition, resourceId, httpMethod, statusCode, response));
    return response;
  },
});
