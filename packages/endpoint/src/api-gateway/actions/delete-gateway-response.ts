import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { withEntry } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { foundIn } from '../errors.ts';
import { gatewayResponseType } from '../gateway-responses.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

/** Goes back to the default. */
export const deleteGatewayResponse = operation('apigateway', 'DeleteGatewayResponse', {
  resource: pathOf('DeleteGatewayResponse'),
  input: z.object({ restApiId, responseType: gatewayResponseType }),
  run(engine: ApiGatewayEngine, { restApiId, responseType }) {
    const definition = findApi(engine, restApiId);
    foundIn(definition.gatewayResponses, responseType, 'Gateway response type not defined on api');
    engine.apis.set(restApiId, {
      ...definition,
      gatewayResponses: withEntry(definition.gatewayResponses, responseType, undefined),
    });
    return {};
  },
});
