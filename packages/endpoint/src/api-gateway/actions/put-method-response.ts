import { z } from 'zod';
import { flag, record, stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { own } from '../../core/own.ts';
import { methodIn, withMethodResponse } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { inStatus } from '../method-responses.ts';
import { pathOf } from '../resource-arns.ts';

export const putMethodResponse = operation('apigateway', 'PutMethodResponse', {
  resource: pathOf('PutMethodResponse'),
  input: z.object({
    ...inStatus,
    responseParameters: record(flag).optional(),
    responseModels: stringMap.optional(),
  }),
  run(engine: ApiGatewayEngine, { restApiId, resourceId, httpMethod, ...response }) {
    const definition = findApi(engine, restApiId, 'Invalid Resource identifier specified');
    const { statusCode } = response;
    if (own(methodIn(definition, resourceId, httpMethod).methodResponses, statusCode) !== undefined) {
      throw apiGatewayError.conflict('Response already exists for this resource');
    }
    engine.apis.set(restApiId, withMethodResponse(definition, resourceId, httpMethod, statusCode, response));
    return response;
  },
});
