import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine, keyMetadata } from '../engine.ts';
import { keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const describeKey = operation('kms', 'DescribeKey', {
  resource: keyOf,
  input: z.object(keyReference),
  run: (engine: KmsEngine, input) => ({ KeyMetadata: keyMetadata(engine, findKey(engine, input.KeyId)) }),
});
