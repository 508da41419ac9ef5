import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findRepository, toRepository } from '../engine.ts';
import { repositoryInput } from '../inputs.ts';

export const deleteRepository = operation<'ecr', 'DeleteRepository'>()({
  input: z.object({ ...repositoryInput, force: z.boolean().default(false) }),
  run(engine: EcrEngine, input) {
    const repository = findRepository(engine, input);
    engine.repositories.delete(repository.name);
    return { repository: toRepository(engine, repository) };
  },
});
