import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import { pathOf } from '../resource-arns.ts';
import { taggable } from '../tags.ts';

export const untagResource = operation('apigateway', 'UntagResource', {
  resource: pathOf('UntagResource'),
  input: z.object({ resourceArn: z.string(), tagKeys: z.array(z.string()) }),
  run(engine: ApiGatewayEngine, input) {
    const { tags, set } = taggable(engine, input.resourceArn);
    const rest = Object.entries(tags).filter(([key]) => !input.tagKeys.includes(key));
    set(Object.fromEntries(rest));
    return {};
  },
});
