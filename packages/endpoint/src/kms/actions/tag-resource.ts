import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findKey, type KmsEngine, refusePending } from '../engine.ts';
import { keyReference, tagList, toTags } from '../inputs.ts';

export const tagResource = operation<'kms', 'TagResource'>()({
  input: z.object({ ...keyReference, Tags: tagList }),
  run(engine: KmsEngine, input) {
    const key = findKey(engine, input.KeyId);
    refusePending(engine, key);
    engine.keys.set(key.id, { ...key, tags: toTags(input.Tags, key.tags) });
    return {};
  },
});
