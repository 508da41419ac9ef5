import { z } from 'zod';
import { stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { withEntry } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import {
  checkGatewayResponse,
  DEFAULT_TEMPLATES,
  GATEWAY_STATUS,
  gatewayResponseType,
} from '../gateway-responses.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const putGatewayResponse = operation('apigateway', 'PutGatewayResponse', {
  resource: pathOf('PutGatewayResponse'),
  input: z.object({
    restApiId,
    responseType: gatewayResponseType,
    statusCode: z.string().optional(),
    responseParameters: stringMap.default({}),
    responseTemplates: stringMap.default(DEFAULT_TEMPLATES),
  }),
  run(engine: ApiGatewayEngine, { restApiId, ...input }) {
    const definition = findApi(engine, restApiId);
    const statusCode = input.statusCode ?? GATEWAY_STATUS[input.responseType]?.toString();
    const response = {
      ...input,
      ...(statusCode !== undefined && { statusCode }),
      defaultResponse: false,
    };
    checkGatewayResponse(response);
    engine.apis.set(restApiId, {
      ...definition,
      gatewayResponses: withEntry(definition.gatewayResponses, input.responseType, response),
    });
    return response;
  },
});
