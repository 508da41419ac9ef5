import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findByArn } from '../engine.ts';
import { tagList, toTags } from '../inputs.ts';
import { taggedRepository } from '../resource-arns.ts';

export const tagResource = operation('ecr', 'TagResource', {
  resource: taggedRepository,
  input: z.object({ resourceArn: z.string().min(1), tags: tagList }),
  run(engine: EcrEngine, input) {
    const repository = findByArn(engine, input.resourceArn);
    const tags = toTags(input.tags, repository.tags);
    engine.repositories.set(repository.name, { ...repository, tags });
    return {};
  },
});
