import { z } from 'zod';
import { flag, lacking, stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { checkApiKey } from '../api-keys.ts';
import { type ApiGatewayEngine, now, shortId } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { pathOf } from '../resource-arns.ts';

export const createApiKey = operation('apigateway', 'CreateApiKey', {
  resource: pathOf('CreateApiKey'),
  input: z.object({
    name: z.string().optional(),
    description: z.string().optional(),
    enabled: flag.default(false),
    value: z.string().optional(),
    customerId: z.string().optional(),
    // Deprecated: the id never is the value.
    generateDistinctId: flag.optional(),
    stageKeys: lacking,
    tags: stringMap.optional(),
  }),
  run(engine: ApiGatewayEngine, input) {
    checkApiKey(input);
    const value = input.value ?? `${shortId(engine, 20)}${shortId(engine, 20)}`;
    if ([...engine.apiKeys.values()].some((key) => key.value === value)) {
      throw apiGatewayError.conflict('API Key already exists');
    }
    const at = now(engine);
    const { generateDistinctId: _always, ...given } = input;
    const key = {
      ...given,
      id: shortId(engine, 10),
      value,
      stageKeys: [],
      createdDate: at,
      lastUpdatedDate: at,
    };
    engine.apiKeys.set(key.id, key);
    return key;
  },
});
