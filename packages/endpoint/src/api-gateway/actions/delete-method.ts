import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { methodIn, withMethod } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inMethod } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const deleteMethod = operation('apigateway', 'DeleteMethod', {
  resource: pathOf('DeleteMethod'),
  input: z.object(inMethod),
  run(engine: ApiGatewayEngine, { restApiId, resourceId, httpMethod }) {
    const definition = findApi(engine, restApiId, 'Invalid Resource identifier specified');
    methodIn(definition, resourceId, httpMethod);
    engine.apis.set(restApiId, withMethod(definition, resourceId, httpMethod, undefined));
    return {};
  },
});
