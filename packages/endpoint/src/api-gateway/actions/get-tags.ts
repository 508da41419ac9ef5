import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import { pathOf } from '../resource-arns.ts';
import { taggable } from '../tags.ts';

export const getTags = operation('apigateway', 'GetTags', {
  resource: pathOf('GetTags'),
  // AWS has no pages of tags either: "(Not currently supported)".
  input: z.object({ resourceArn: z.string(), position: z.string().optional(), limit: integer.optional() }),
  run: (engine: ApiGatewayEngine, input) => ({ tags: taggable(engine, input.resourceArn).tags }),
});
