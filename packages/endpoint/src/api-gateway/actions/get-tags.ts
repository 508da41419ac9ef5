import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import { pathOf } from '../resource-arns.ts';
import { taggable } from '../tags.ts';

export const getTags = operation('apigateway', 'GetTags', {
  resource: pathOf('GetTags'),
  input: z.object({ resourceArn: z.string() }),
  run: (engine: ApiGatewayEngine, input) => ({ tags: taggable(engine, input.resourceArn).tags }),
});
