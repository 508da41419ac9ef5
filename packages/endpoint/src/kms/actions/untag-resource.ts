import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine, refusePending } from '../engine.ts';
import { keyReference } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const untagResource = operation('kms', 'UntagResource', {
  resource: keyOf,
  input: z.object({ ...keyReference, TagKeys: z.array(z.string()) }),
  run(engine: KmsEngine, input) {
    const key = findKey(engine, input.KeyId);
    refusePending(engine, key);
    const removed = new Set(input.TagKeys);
    const tags = Object.fromEntries(Object.entries(key.tags).filter(([name]) => !removed.has(name)));
    engine.keys.set(key.id, { ...key, tags });
    return {};
  },
});
