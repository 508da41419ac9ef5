import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { API_KEY_RULES, checkApiKey, withoutValue } from '../api-keys.ts';
import { type ApiGatewayEngine, findApiKey, now } from '../engine.ts';
import { patched, patchOperations, refusalByPaths } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';

export const updateApiKey = operation('apigateway', 'UpdateApiKey', {
  resource: pathOf('UpdateApiKey'),
  input: z.object({ apiKey: z.string(), patchOperations }),
  run(engine: ApiGatewayEngine, input) {
    const key = patched(
      findApiKey(engine, input.apiKey),
      input.patchOperations,
      API_KEY_RULES,
      refusalByPaths,
    );
    checkApiKey(key);
    key.lastUpdatedDate = now(engine);
    engine.apiKeys.set(input.apiKey, key);
    return withoutValue(key);
  },
});
