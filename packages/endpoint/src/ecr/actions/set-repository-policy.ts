import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findRepository } from '../engine.ts';
import { checkPolicy, repositoryInput } from '../inputs.ts';
import { repositoryOf } from '../resource-arns.ts';

export const setRepositoryPolicy = operation('ecr', 'SetRepositoryPolicy', {
  resource: repositoryOf,
  input: z.object({
    ...repositoryInput,
    policyText: z.string().max(10_240),
    force: z.boolean().default(false),
  }),
  run(engine: EcrEngine, input) {
    const repository = findRepository(engine, input);
    checkPolicy(input.policyText, 'Statement', 'PolicyText');
    engine.repositories.set(repository.name, { ...repository, policy: input.policyText });
    return {
      registryId: engine.context.accountId,
      repositoryName: repository.name,
      policyText: input.policyText,
    };
  },
});
