import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { methodIn, withMethod } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inMethod } from '../input.ts';
import { checkMethod, METHOD_RULES } from '../methods.ts';
import { patched, patchOperations, refusalByOperation } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';

export const updateMethod = operation('apigateway', 'UpdateMethod', {
  resource: pathOf('UpdateMethod'),
  input: z.object({ ...inMethod, patchOperations }),
  run(engine: ApiGatewayEngine, { restApiId, resourceId, httpMethod, ...input }) {
    const definition = findApi(engine, restApiId, 'Invalid Resource identifier specified');
    const method = patched(
      methodIn(definition, resourceId, httpMethod),
      input.patchOperations,
      METHOD_RULES,
      refusalByOperation,
    );
    checkMethod(definition, method);
    engine.apis.set(restApiId, withMethod(definition, resourceId, httpMethod, method));
    return method;
  },
});
