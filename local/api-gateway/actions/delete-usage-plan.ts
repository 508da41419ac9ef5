import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findUsagePlan } from '../engine.ts';

export const deleteUsagePlan = operation<'apigateway', 'DeleteUsagePlan'>()({
  input: z.object({ usagePlanId: z.string() }),
  run(engine: ApiGatewayEngine, { usagePlanId }) {
    const { keyIds } = findUsagePlan(engine, usagePlanId);
    for (const keyId of keyIds) engine.usage.delete(`${usagePlanId}/${keyId}`);
    engine.usagePlans.delete(usagePlanId);
    return {};
  },
});
