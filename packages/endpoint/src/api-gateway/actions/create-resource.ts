import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { checkPathPart, resourceIn, withPaths, withResource } from '../definition.ts';
import { type ApiGatewayEngine, findApi, shortId } from '../engine.ts';
import { restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';
import { toResource } from '../resources.ts';

export const createResource = operation('apigateway', 'CreateResource', {
  resource: pathOf('CreateResource'),
  input: z.object({ restApiId, parentId: z.string().min(1), pathPart: z.string() }),
  run(engine: ApiGatewayEngine, input) {
    const definition = findApi(engine, input.restApiId, 'Invalid Resource identifier specified');
    const parent = resourceIn(definition, input.parentId);
    checkPathPart(definition, parent, input.pathPart);
    const id = shortId(engine, 6);
    const { parentId, pathPart } = input;
    const changed = withPaths(withResource(definition, { id, parentId, pathPart, path: '', methods: {} }));
    engine.apis.set(input.restApiId, changed);
    return toResource(resourceIn(changed, id));
  },
});
