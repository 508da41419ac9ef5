import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { gatewayResponseIn, gatewayResponseType } from '../gateway-responses.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getGatewayResponse = operation('apigateway', 'GetGatewayResponse', {
  resource: pathOf('GetGatewayResponse'),
  input: z.object({ restApiId, responseType: gatewayResponseType }),
  run: (engine: ApiGatewayEngine, input) =>
    gatewayResponseIn(findApi(engine, input.restApiId), input.responseType),
});
