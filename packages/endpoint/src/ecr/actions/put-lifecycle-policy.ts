import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findRepository } from '../engine.ts';
import { checkPolicy, repositoryInput } from '../inputs.ts';
import { repositoryOf } from '../resource-arns.ts';

export const putLifecyclePolicy = operation('ecr', 'PutLifecyclePolicy', {
  resource: repositoryOf,
  input: z.object({ ...repositoryInput, lifecyclePolicyText: z.string().min(1).max(30_720) }),
  run(engine: EcrEngine, input) {
    const repository = findRepository(engine, input);
    checkPolicy(input.lifecyclePolicyText, 'rules', 'LifecyclePolicyText');
    engine.repositories.set(repository.name, { ...repository, lifecyclePolicy: input.lifecyclePolicyText });
    return {
      registryId: engine.context.accountId,
      repositoryName: repository.name,
      lifecyclePolicyText: input.lifecyclePolicyText,
    };
  },
});
