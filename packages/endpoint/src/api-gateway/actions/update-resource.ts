import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checkPathPart, resourceIn, subtree, withPaths, withResource } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { inResource } from '../input.ts';
import { type PatchRules, patched, patchOperations, refusalByPaths, text } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';
import { toResource } from '../resources.ts';

const RULES: PatchRules<{ pathPart: string; parentId: string }> = {
  '/pathPart': text('pathPart'),
  '/parentId': text('parentId'),
};

/** Renames a resource, or moves it with everything below it. */
export const updateResource = operation('apigateway', 'UpdateResource', {
  resource: pathOf('UpdateResource'),
  input: z.object({ ...inResource, patchOperations }),
  run(engine: ApiGatewayEngine, input) {
    const definition = findApi(engine, input.restApiId, 'Invalid Resource identifier specified');
    const resource = resourceIn(definition, input.resourceId);
    const { parentId, pathPart } = resource;
    if (parentId === undefined || pathPart === undefined) {
      const member = input.patchOperations[0]?.path === '/parentId' ? 'parentId' : 'pathPart';
      throw apiGatewayError.badRequest(`Root resource cannot update its ${member}.`);
    }
    const place = patched({ parentId, pathPart }, input.patchOperations, RULES, refusalByPaths);
    if (subtree(definition, resource.id).includes(place.parentId)) {
      throw apiGatewayError.badRequest('Resources cannot be cyclical.');
    }
    checkPathPart(definition, resourceIn(definition, place.parentId), place.pathPart, resource.id);
    const changed = withPaths(withResource(definition, { ...resource, ...place }));
    engine.apis.set(input.restApiId, changed);
    return toResource(resourceIn(changed, resource.id));
  },
});
