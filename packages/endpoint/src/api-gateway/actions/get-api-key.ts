import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { withoutValue } from '../api-keys.ts';
import { type ApiGatewayEngine, findApiKey } from '../engine.ts';
import { pathOf } from '../resource-arns.ts';

export const getApiKey = operation('apigateway', 'GetApiKey', {
  resource: pathOf('GetApiKey'),
  input: z.object({ apiKey: z.string(), includeValue: flag.default(false) }),
  run(engine: ApiGatewayEngine, input) {
    const key = findApiKey(engine, input.apiKey);
    return input.includeValue ? key : withoutValue(key);
  },
});
