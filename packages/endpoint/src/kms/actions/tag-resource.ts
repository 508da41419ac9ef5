import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine, refusePending } from '../engine.ts';
import { keyReference, tagList, toTags } from '../inputs.ts';
import { keyOf } from '../resource-arns.ts';

export const tagResource = operation('kms', 'TagResource', {
  resource: keyOf,
  input: z.object({ ...keyReference, Tags: tagList }),
  run(engine: KmsEngine, input) {
    const key = findKey(engine, input.KeyId);
    refusePending(engine, key);
    engine.keys.set(key.id, { ...key, tags: toTags(input.Tags, key.tags) });
    return {};
  },
});
