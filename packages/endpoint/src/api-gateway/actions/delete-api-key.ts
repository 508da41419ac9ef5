import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApiKey } from '../engine.ts';
import { pathOf } from '../resource-arns.ts';

/** Takes the key out of its usage plans too. */
export const deleteApiKey = operation('apigateway', 'DeleteApiKey', {
  resource: pathOf('DeleteApiKey'),
  input: z.object({ apiKey: z.string() }),
  run(engine: ApiGatewayEngine, { apiKey }) {
    findApiKey(engine, apiKey);
    for (const [id, record] of engine.usagePlans.entries()) {
      if (!record.keyIds.includes(apiKey)) continue;
      engine.usagePlans.set(id, { ...record, keyIds: record.keyIds.filter((each) => each !== apiKey) });
    }
    engine.apiKeys.delete(apiKey);
    return {};
  },
});
