import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findUsagePlan } from '../engine.ts';
import { pathOf } from '../resource-arns.ts';

export const getUsagePlan = operation('apigateway', 'GetUsagePlan', {
  resource: pathOf('GetUsagePlan'),
  input: z.object({ usagePlanId: z.string() }),
  run: (engine: ApiGatewayEngine, input) => findUsagePlan(engine, input.usagePlanId).plan,
});
