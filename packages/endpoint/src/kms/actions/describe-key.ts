import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine, keyMetadata } from '../engine.ts';
import { keyReference } from '../inputs.ts';

export const describeKey = operation<'kms', 'DescribeKey'>()({
  input: z.object(keyReference),
  run: (engine: KmsEngine, input) => ({ KeyMetadata: keyMetadata(engine, findKey(engine, input.KeyId)) }),
});
