import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { integrationIn, withIntegration } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inMethod } from '../input.ts';
import { checkIntegration, INTEGRATION_RULES } from '../integrations.ts';
import { patched, patchOperations, refusalByOperation } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';

export const updateIntegration = operation('apigateway', 'UpdateIntegration', {
  resource: pathOf('UpdateIntegration'),
  input: z.object({ ...inMethod, patchOperations }),
  run(engine: ApiGatewayEngine, { restApiId, resourceId, httpMethod, ...input }) {
    const definition = findApi(engine, restApiId, 'Invalid Resource identifier specified');
    const integration = patched(
      integrationIn(definition, resourceId, httpMethod),
      input.patchOperations,
      INTEGRATION_RULES,
      refusalByOperation,
    );
    checkIntegration(integration);
    engine.apis.set(restApiId, withIntegration(definition, resourceId, httpMethod, integration));
    return integration;
  },
});
