import type { RequestValidator } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { withEntry } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { apiGatewayError, foundIn } from '../errors.ts';
import { restApiId } from '../input.ts';
import { type PatchRules, patched, patchOperations, refusalByPaths, text, toggle } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';

const RULES: PatchRules<RequestValidator> = {
  '/name': text('name'),
  '/validateRequestBody': toggle('validateRequestBody'),
  '/validateRequestParameters': toggle('validateRequestParameters'),
};

export const updateRequestValidator = operation('apigateway', 'UpdateRequestValidator', {
  resource: pathOf('UpdateRequestValidator'),
  input: z.object({ restApiId, requestValidatorId: z.string(), patchOperations }),
  run(engine: ApiGatewayEngine, { restApiId, requestValidatorId, ...input }) {
    const definition = findApi(engine, restApiId, 'Invalid Request Validator identifier specified');
    const before = foundIn(
      definition.requestValidators,
      requestValidatorId,
      'Invalid Request Validator identifier specified',
    );
    const validator = patched(before, input.patchOperations, RULES, refusalByPaths);
    if (!validator.name) throw apiGatewayError.badRequest('Request Validator name cannot be blank');
    engine.apis.set(restApiId, {
      ...definition,
      requestValidators: withEntry(definition.requestValidators, requestValidatorId, validator),
    });
    return validator;
  },
});
