import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findByArn } from '../engine.ts';
import { taggedRepository } from '../resource-arns.ts';

export const untagResource = operation('ecr', 'UntagResource', {
  resource: taggedRepository,
  input: z.object({ resourceArn: z.string().min(1), tagKeys: z.array(z.string()) }),
  run(engine: EcrEngine, input) {
    const repository = findByArn(engine, input.resourceArn);
    const removed = new Set(input.tagKeys);
    const tags = Object.fromEntries(Object.entries(repository.tags).filter(([key]) => !removed.has(key)));
    engine.repositories.set(repository.name, { ...repository, tags });
    return {};
  },
});
