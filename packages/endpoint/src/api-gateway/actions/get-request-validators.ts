import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { listOf, paged, pageOf, restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getRequestValidators = operation('apigateway', 'GetRequestValidators', {
  resource: pathOf('GetRequestValidators'),
  input: z.object({ restApiId, ...paged }),
  run(engine: ApiGatewayEngine, input) {
    const validators = Object.values(findApi(engine, input.restApiId).requestValidators);
    return listOf(pageOf(validators, (validator) => validator.id ?? '', input));
  },
});
