import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { withEntry } from '../definition.ts';
import { type ApiGatewayEngine, findApi, shortId } from '../engine.ts';
import { restApiId } from '../input.ts';

export const createRequestValidator = operation<'apigateway', 'CreateRequestValidator'>()({
  input: z.object({
    restApiId,
    name: z.string().optional(),
    validateRequestBody: flag.default(false),
    validateRequestParameters: flag.default(false),
  }),
  run(engine: ApiGatewayEngine, { restApiId, ...input }) {
    const definition = findApi(engine, restApiId);
    const validator = { id: shortId(engine, 6), ...input };
    engine.apis.set(restApiId, {
      ...definition,
      requestValidators: withEntry(definition.requestValidators, validator.id, validator),
    });
    return validator;
  },
});
