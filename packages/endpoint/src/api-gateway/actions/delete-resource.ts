import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { resourceIn, subtree } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { inResource } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

/** Takes everything below it with it. */
export const deleteResource = operation('apigateway', 'DeleteResource', {
  resource: pathOf('DeleteResource'),
  input: z.object(inResource),
  run(engine: ApiGatewayEngine, input) {
    const definition = findApi(engine, input.restApiId, 'Invalid Resource identifier specified');
    if (resourceIn(definition, input.resourceId).parentId === undefined) {
      throw apiGatewayError.badRequest('Root resource cannot be deleted');
    }
    const gone = subtree(definition, input.resourceId);
    const rest = Object.values(definition.resources).filter((resource) => !gone.includes(resource.id));
    engine.apis.set(input.restApiId, {
      ...definition,
      resources: Object.fromEntries(rest.map((resource) => [resource.id, resource])),
    });
    return {};
  },
});
