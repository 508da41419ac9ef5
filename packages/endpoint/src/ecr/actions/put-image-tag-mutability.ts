import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findRepository } from '../engine.ts';
import { repositoryInput, tagMutability } from '../inputs.ts';
import { repositoryOf } from '../resource-arns.ts';

export const putImageTagMutability = operation('ecr', 'PutImageTagMutability', {
  resource: repositoryOf,
  input: z.object({ ...repositoryInput, imageTagMutability: tagMutability }),
  run(engine: EcrEngine, input) {
    const repository = findRepository(engine, input);
    engine.repositories.set(repository.name, { ...repository, tagMutability: input.imageTagMutability });
    return {
      registryId: engine.context.accountId,
      repositoryName: repository.name,
      imageTagMutability: input.imageTagMutability,
    };
  },
});
