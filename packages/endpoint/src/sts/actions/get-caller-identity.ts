import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { noResource } from '../../core/resource.ts';
import { caller, type StsEngine } from '../engine.ts';

export const getCallerIdentity = operation('sts', 'GetCallerIdentity', {
  resource: noResource,
  input: z.object({}),
  run(engine: StsEngine, _input, request) {
    const { arn, userId } = caller(engine, request.accessKeyId);
    return { Account: engine.context.accountId, Arn: arn, UserId: userId };
  },
});
