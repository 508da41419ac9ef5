import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findRepository, toRepository } from '../engine.ts';
import { repositoryInput } from '../inputs.ts';
import { repositoryOf } from '../resource-arns.ts';

export const deleteRepository = operation('ecr', 'DeleteRepository', {
  resource: repositoryOf,
  input: z.object({ ...repositoryInput, force: z.boolean().default(false) }),
  run(engine: EcrEngine, input) {
    const repository = findRepository(engine, input);
    engine.repositories.delete(repository.name);
    return { repository: toRepository(engine, repository) };
  },
});
