import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { resourceIn } from '../definition.ts';
import { type ApiGatewayEngine, findApi } from '../engine.ts';
import { inResource } from '../input.ts';
import { pathOf } from '../resource-arns.ts';
import { toResource } from '../resources.ts';

export const getResource = operation('apigateway', 'GetResource', {
  resource: pathOf('GetResource'),
  input: z.object({ ...inResource, embed: z.array(z.string()).optional() }),
  run: (engine: ApiGatewayEngine, input) =>
    toResource(
      resourceIn(findApi(engine, input.restApiId, 'Invalid Resource identifier specified'), input.resourceId),
      input.embed,
    ),
});
