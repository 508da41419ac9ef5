import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findRepository } from '../engine.ts';
import { ecrError } from '../errors.ts';
import { repositoryInput } from '../inputs.ts';
import { repositoryOf } from '../resource-arns.ts';

export const deleteLifecyclePolicy = operation('ecr', 'DeleteLifecyclePolicy', {
  resource: repositoryOf,
  input: z.object(repositoryInput),
  run(engine: EcrEngine, input) {
    const repository = findRepository(engine, input);
    const { name, lifecyclePolicy } = repository;
    if (lifecyclePolicy === undefined) throw ecrError.lifecyclePolicyNotFound(name);
    engine.repositories.set(name, { ...repository, lifecyclePolicy: undefined });
    return {
      registryId: engine.context.accountId,
      repositoryName: name,
      lifecyclePolicyText: lifecyclePolicy,
    };
  },
});
