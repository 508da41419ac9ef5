import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { StsEngine } from '../engine.ts';

export const getCallerIdentity = operation<'sts', 'GetCallerIdentity'>()({
  input: z.object({}),
  run({ context, sessions }: StsEngine, _input, request) {
    const session = request.accessKeyId === undefined ? undefined : sessions.get(request.accessKeyId);
    return {
      Account: context.accountId,
      Arn: session?.arn ?? `arn:aws:iam::${context.accountId}:root`,
      UserId: session?.userId ?? context.accountId,
    };
  },
});
