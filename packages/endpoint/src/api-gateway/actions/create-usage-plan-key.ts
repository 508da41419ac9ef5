import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApiKey, findUsagePlan } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { pathOf } from '../resource-arns.ts';
import { toUsagePlanKey } from '../usage-plan-keys.ts';

export const createUsagePlanKey = operation('apigateway', 'CreateUsagePlanKey', {
  resource: pathOf('CreateUsagePlanKey'),
  input: z.object({ usagePlanId: z.string(), keyId: z.string(), keyType: z.literal('API_KEY') }),
  run(engine: ApiGatewayEngine, { usagePlanId, keyId }) {
    const record = findUsagePlan(engine, usagePlanId);
    const key = findApiKey(engine, keyId);
    if (record.keyIds.includes(keyId)) {
      throw apiGatewayError.conflict(`${keyId} is already associated with this usage plan`);
    }
    engine.usagePlans.set(usagePlanId, { ...record, keyIds: [...record.keyIds, keyId] });
    return toUsagePlanKey(key);
  },
});
