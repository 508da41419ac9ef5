import { z } from 'zod';
import { integer, record, stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, shortId } from '../engine.ts';
import { throttleSettings } from '../input.ts';
import { pathOf } from '../resource-arns.ts';
import { checkUsagePlan } from '../usage-plans.ts';

export const createUsagePlan = operation('apigateway', 'CreateUsagePlan', {
  resource: pathOf('CreateUsagePlan'),
  input: z.object({
    name: z.string(),
    description: z.string().optional(),
    apiStages: z
      .array(
        z.object({
          apiId: z.string(),
          stage: z.string(),
          throttle: record(throttleSettings).optional(),
        }),
      )
      .default([]),
    throttle: throttleSettings.optional(),
    quota: z
      .object({
        limit: integer.optional(),
        offset: integer.optional(),
        period: z.enum(['DAY', 'WEEK', 'MONTH']).optional(),
      })
      .optional(),
    tags: stringMap.optional(),
  }),
  run(engine: ApiGatewayEngine, input) {
    const plan = { ...input, id: shortId(engine, 6) };
    checkUsagePlan(engine, plan);
    engine.usagePlans.set(plan.id, { plan, keyIds: [] });
    return plan;
  },
});
