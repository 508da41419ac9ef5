import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine } from '../engine.ts';
import { keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const listKeyPolicies = operation('kms', 'ListKeyPolicies', {
  resource: keyOf,
  input: z.object(keyReference),
  run(engine: KmsEngine, input) {
    findKey(engine, input.KeyId);
    return { PolicyNames: ['default'], Truncated: false };
  },
});
