import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findUsagePlan } from '../engine.ts';

export const getUsagePlan = operation<'apigateway', 'GetUsagePlan'>()({
  input: z.object({ usagePlanId: z.string() }),
  run: (engine: ApiGatewayEngine, input) => findUsagePlan(engine, input.usagePlanId).plan,
});
