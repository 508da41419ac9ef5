import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { listOf, paged, pageOf, restApiId } from '../input.ts';
import { pathOf } from '../resource-arns.ts';
import { toResource } from '../resources.ts';

export const getResources = operation('apigateway', 'GetResources', {
  resource: pathOf('GetResources'),
  input: z.object({ restApiId, ...paged, embed: z.array(z.string()).optional() }),
  run(engine: ApiGatewayEngine, input) {
    const { items, next } = pageOf(
      Object.values(findApi(engine, input.restApiId).resources),
      (resource) => resource.id,
      input,
    );
    return listOf({ items: items.map((resource) => toResource(resource, input.embed)), next });
  },
});
