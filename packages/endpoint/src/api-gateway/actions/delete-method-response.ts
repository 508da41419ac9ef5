import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { methodResponseIn, withMethodResponse } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inStatus } from '../method-responses.ts';
import { pathOf } from '../resource-arns.ts';

export const deleteMethodResponse = operation('apigateway', 'DeleteMethodResponse', {
  resource: pathOf('DeleteMethodResponse'),
  input: z.object(inStatus),
  run(engine: ApiGatewayEngine, { restApiId, resourceId, httpMethod, statusCode }) {
    const definition = findApi(engine, restApiId, 'Invalid Resource identifier specified');
    methodResponseIn(definition, resourceId, httpMethod, statusCode);
    engine.apis.set(restApiId, withMethodResponse(definition, resourceId, httpMethod, statusCode, undefined));
    return {};
  },
});
