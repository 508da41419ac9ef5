import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { withEntry } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { apiGatewayError, foundIn } from '../errors.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const deleteRequestValidator = operation('apigateway', 'DeleteRequestValidator', {
  resource: pathOf('DeleteRequestValidator'),
  input: z.object({ restApiId, requestValidatorId: z.string() }),
  run(engine: ApiGatewayEngine, { restApiId, requestValidatorId }) {
    const definition = findApi(engine, restApiId, 'Invalid Request Validator identifier specified');
    foundIn(
      definition.requestValidators,
      requestValidatorId,
      'Invalid Request Validator identifier specified',
    );
    const used = Object.values(definition.resources)
      .flatMap((resource) => Object.values(resource.methods))
      .some((method) => method.requestValidatorId === requestValidatorId);
    if (used) {
      throw apiGatewayError.conflict('Cannot delete request validator, is referenced in a method');
    }
    engine.apis.set(restApiId, {
      ...definition,
      requestValidators: withEntry(definition.requestValidators, requestValidatorId, undefined),
    });
    return {};
  },
});
