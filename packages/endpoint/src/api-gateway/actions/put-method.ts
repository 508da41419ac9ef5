import { z } from 'zod';
import { flag, record, stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { own } from '../../core/own.ts';
import { resourceIn, withMethod } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { inMethod } from '../input.ts';
import { checkMethod } from '../methods.ts';
import { pathOf } from '../resource-arns.ts';

export const putMethod = operation('apigateway', 'PutMethod', {
  resource: pathOf('PutMethod'),
  input: z.object({
    ...inMethod,
    authorizationType: z.string(),
    authorizerId: z.string().optional(),
    authorizationScopes: z.array(z.string()).optional(),
    apiKeyRequired: flag.default(false),
    operationName: z.string().optional(),
    requestParameters: record(flag).optional(),
    requestModels: stringMap.optional(),
    requestValidatorId: z.string().optional(),
  }),
  run(engine: ApiGatewayEngine, { restApiId, resourceId, ...input }) {
    const definition = findApi(engine, restApiId, 'Invalid Resource identifier specified');
    const method = { ...input, httpMethod: input.httpMethod.toUpperCase() };
    if (own(resourceIn(definition, resourceId).methods, method.httpMethod) !== undefined) {
      throw apiGatewayError.conflict('Method already exists for this resource');
    }
    checkMethod(definition, method);
    engine.apis.set(restApiId, withMethod(definition, resourceId, method.httpMethod, method));
    return method;
  },
});
