import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine, refusePending } from '../engine.ts';
import { checkPolicy, keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const putKeyPolicy = operation('kms', 'PutKeyPolicy', {
  resource: keyOf,
  input: z.object({
    ...keyReference,
    PolicyName: z.literal('default').default('default'),
    Policy: z.string().min(1).max(32_768),
  }),
  run(engine: KmsEngine, input) {
    const key = findKey(engine, input.KeyId);
    refusePending(engine, key);
    checkPolicy(input.Policy);
    engine.keys.set(key.id, { ...key, policy: input.Policy });
    return {};
  },
});
