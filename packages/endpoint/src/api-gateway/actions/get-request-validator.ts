import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { foundIn } from '../errors.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getRequestValidator = operation('apigateway', 'GetRequestValidator', {
  resource: pathOf('GetRequestValidator'),
  input: z.object({ restApiId, requestValidatorId: z.string() }),
  run: (engine: ApiGatewayEngine, input) =>
    foundIn(
      findApi(engine, input.restApiId, 'Invalid Request Validator identifier specified').requestValidators,
      input.requestValidatorId,
      'Invalid Request Validator identifier specified',
    ),
});
