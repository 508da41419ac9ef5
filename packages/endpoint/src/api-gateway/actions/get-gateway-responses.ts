import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { gatewayResponseIn, gatewayResponseType } from '../gateway-responses.ts';
import { listOf, paged, pageOf, restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getGatewayResponses = operation('apigateway', 'GetGatewayResponses', {
  resource: pathOf('GetGatewayResponses'),
  input: z.object({ restApiId, ...paged }),
  run(engine: ApiGatewayEngine, input) {
    const definition = findApi(engine, input.restApiId);
    const all = gatewayResponseType.options.map((type) => gatewayResponseIn(definition, type));
    return listOf(pageOf(all, (response) => response.responseType ?? '', input));
  },
});
