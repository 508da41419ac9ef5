import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine } from '../engine.ts';
import { keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const listResourceTags = operation('kms', 'ListResourceTags', {
  resource: keyOf,
  input: z.object(keyReference),
  run(engine: KmsEngine, input) {
    const { tags } = findKey(engine, input.KeyId);
    return {
      Tags: Object.entries(tags).map(([TagKey, TagValue]) => ({ TagKey, TagValue })),
      Truncated: false,
    };
  },
});
