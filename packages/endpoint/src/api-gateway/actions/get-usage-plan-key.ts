import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, findApiKey, findUsagePlan } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { pathOf } from '../resource-arns.ts';
import { toUsagePlanKey } from '../usage-plan-keys.ts';

export const getUsagePlanKey = operation('apigateway', 'GetUsagePlanKey', {
  resource: pathOf('GetUsagePlanKey'),
  input: z.object({ usagePlanId: z.string(), keyId: z.string() }),
  run(engine: ApiGatewayEngine, { usagePlanId, keyId }) {
    if (!findUsagePlan(engine, usagePlanId).keyIds.includes(keyId)) {
      throw apiGatewayError.notFound('Invalid Usage Plan Key identifier specified');
    }
    return toUsagePlanKey(findApiKey(engine, keyId));
  },
});
