import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine } from '../engine.ts';
import { keyReference } from '../inputs.ts';

export const listKeyPolicies = operation<'kms', 'ListKeyPolicies'>()({
  input: z.object(keyReference),
  run(engine: KmsEngine, input) {
    findKey(engine, input.KeyId);
    return { PolicyNames: ['default'], Truncated: false };
  },
});
