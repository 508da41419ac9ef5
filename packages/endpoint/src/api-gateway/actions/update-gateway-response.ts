import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { withEntry } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import {
  checkGatewayResponse,
  GATEWAY_RESPONSE_RULES,
  gatewayResponseIn,
  gatewayResponseType,
} from '../gateway-responses.ts';
import { restApiId } from '../input.ts';
import { patched, patchOperations, refusalByPath } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';

export const updateGatewayResponse = operation('apigateway', 'UpdateGatewayResponse', {
  resource: pathOf('UpdateGatewayResponse'),
  input: z.object({ restApiId, responseType: gatewayResponseType, patchOperations }),
  run(engine: ApiGatewayEngine, { restApiId, responseType, ...input }) {
    const definition = findApi(engine, restApiId);
    const before = gatewayResponseIn(definition, responseType);
    const response = {
      ...patched(before, input.patchOperations, GATEWAY_RESPONSE_RULES, refusalByPath),
      defaultResponse: false,
    };
    checkGatewayResponse(response);
    engine.apis.set(restApiId, {
      ...definition,
      gatewayResponses: withEntry(definition.gatewayResponses, responseType, response),
    });
    return response;
  },
});
