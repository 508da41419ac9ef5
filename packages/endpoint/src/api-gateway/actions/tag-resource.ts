import { z } from 'zod';
import { stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import { pathOf } from '../resource-arns.ts';
import { taggable } from '../tags.ts';

export const tagResource = operation('apigateway', 'TagResource', {
  resource: pathOf('TagResource'),
  input: z.object({ resourceArn: z.string(), tags: stringMap }),
  run(engine: ApiGatewayEngine, input) {
    const { tags, set } = taggable(engine, input.resourceArn);
    set({ ...tags, ...input.tags });
    return {};
  },
});
