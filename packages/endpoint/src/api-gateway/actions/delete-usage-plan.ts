import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findUsagePlan } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { pathOf } from '../resource-arns.ts';

export const deleteUsagePlan = operation('apigateway', 'DeleteUsagePlan', {
  resource: pathOf('DeleteUsagePlan'),
  input: z.object({ usagePlanId: z.string() }),
  run(engine: ApiGatewayEngine, { usagePlanId }) {
    const { keyIds, plan } = findUsagePlan(engine, usagePlanId);
    if (plan.apiStages?.length) {
      throw apiGatewayError.badRequest('Cannot delete the usage plan: it is associated with API stages');
    }
    for (const keyId of keyIds) engine.usage.delete(`${usagePlanId}/${keyId}`);
    engine.usagePlans.delete(usagePlanId);
    return {};
  },
});
