import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { integrationIn, withIntegration } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inMethod } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const deleteIntegration = operation('apigateway', 'DeleteIntegration', {
  resource: pathOf('DeleteIntegration'),
  input: z.object(inMethod),
  run(engine: ApiGatewayEngine, { restApiId, resourceId, httpMethod }) {
    const definition = findApi(engine, restApiId, 'Invalid Resource identifier specified');
    integrationIn(definition, resourceId, httpMethod);
    engine.apis.set(restApiId, withIntegration(definition, resourceId, httpMethod, undefined));
    return {};
  },
});
