import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { withEntry } from '../definition.ts';
import { type ApiGatewayEngine, shortId } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { restApiId } from '../input.ts';
import type { ApiDefinition } from '../model.ts';
import { pathOf } from '../resource-arns.ts';

export const createRequestValidator = operation('apigateway', 'CreateRequestValidator', {
  resource: pathOf('CreateRequestValidator'),
  input: z.object({
    restApiId,
    name: z.string().optional(),
    validateRequestBody: flag.default(false),
    validateRequestParameters: flag.default(false),
  }),
  run(engine: ApiGatewayEngine, { restApiId, ...input }) {
    const definition = existingApi(engine, restApiId);
    const validator = { id: shortId(engine, 6), ...input };
    engine.apis.set(restApiId, {
      ...definition,
      requestValidators: withEntry(definition.requestValidators, validator.id, validator),
    });
    return validator;
  },
});

/** Here AWS takes a missing API for a bad request. */
function existingApi({ apis }: ApiGatewayEngine, apiId: string): ApiDefinition {
  const definition = apis.get(apiId);
  if (definition === undefined) throw apiGatewayError.badRequest('Invalid REST API identifier specified');
  return definition;
}
