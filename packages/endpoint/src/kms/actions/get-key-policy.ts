import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine } from '../engine.ts';
import { keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const getKeyPolicy = operation('kms', 'GetKeyPolicy', {
  resource: keyOf,
  input: z.object({ ...keyReference, PolicyName: z.literal('default').default('default') }),
  run: (engine: KmsEngine, input) => ({
    Policy: findKey(engine, input.KeyId).policy,
    PolicyName: input.PolicyName,
  }),
});
