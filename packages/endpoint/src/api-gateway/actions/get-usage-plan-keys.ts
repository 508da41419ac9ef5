import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApiKey, findUsagePlan } from '../engine.ts';
import { listOf, paged, pageOf } from '../input.ts';
import { pathOf } from '../resource-arns.ts';
import { toUsagePlanKey } from '../usage-plan-keys.ts';

export const getUsagePlanKeys = operation('apigateway', 'GetUsagePlanKeys', {
  resource: pathOf('GetUsagePlanKeys'),
  input: z.object({ usagePlanId: z.string(), ...paged, nameQuery: z.string().default('') }),
  run(engine: ApiGatewayEngine, input) {
    const keys = findUsagePlan(engine, input.usagePlanId)
      .keyIds.map((keyId) => toUsagePlanKey(findApiKey(engine, keyId)))
      .filter((key) => (key.name ?? '').startsWith(input.nameQuery));
    return listOf(pageOf(keys, (key) => key.id ?? '', input));
  },
});
