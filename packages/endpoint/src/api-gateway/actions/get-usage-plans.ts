import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import { listOf, paged, pageOf } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getUsagePlans = operation('apigateway', 'GetUsagePlans', {
  resource: pathOf('GetUsagePlans'),
  input: z.object({ ...paged, keyId: z.string().optional() }),
  run({ usagePlans }: ApiGatewayEngine, input) {
    const plans = [...usagePlans.values()]
      .filter((record) => input.keyId === undefined || record.keyIds.includes(input.keyId))
      .map((record) => record.plan);
    return listOf(pageOf(plans, (plan) => plan.id ?? '', input));
  },
});
