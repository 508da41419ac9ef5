import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findUsagePlan } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { pathOf } from '../resource-arns.ts';

export const deleteUsagePlanKey = operation('apigateway', 'DeleteUsagePlanKey', {
  resource: pathOf('DeleteUsagePlanKey'),
  input: z.object({ usagePlanId: z.string(), keyId: z.string() }),
  run(engine: ApiGatewayEngine, { usagePlanId, keyId }) {
    const record = findUsagePlan(engine, usagePlanId);
    if (!record.keyIds.includes(keyId)) {
      throw apiGatewayError.notFound('Invalid Usage Plan Key identifier specified');
    }
    engine.usagePlans.set(usagePlanId, {
      ...record,
      keyIds: record.keyIds.filter((each) => each !== keyId),
    });
    engine.usage.delete(`${usagePlanId}/${keyId}`);
    return {};
  },
});
