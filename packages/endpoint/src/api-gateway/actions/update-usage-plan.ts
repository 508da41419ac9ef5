import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findUsagePlan } from '../engine.ts';
import { patched, patchOperations, refusalByOperation } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';
import { checkUsagePlan, USAGE_PLAN_RULES } from '../usage-plans.ts';

export const updateUsagePlan = operation('apigateway', 'UpdateUsagePlan', {
  resource: pathOf('UpdateUsagePlan'),
  input: z.object({ usagePlanId: z.string(), patchOperations }),
  run(engine: ApiGatewayEngine, input) {
    const record = findUsagePlan(engine, input.usagePlanId);
    const plan = patched(record.plan, input.patchOperations, USAGE_PLAN_RULES, refusalByOperation);
    checkUsagePlan(engine, plan);
    engine.usagePlans.set(input.usagePlanId, { ...record, plan });
    return plan;
  },
});
