import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findRepository } from '../engine.ts';
import { ecrError } from '../errors.ts';
import { repositoryInput } from '../inputs.ts';
import { repositoryOf } from '../resource-arns.ts';

export const deleteRepositoryPolicy = operation('ecr', 'DeleteRepositoryPolicy', {
  resource: repositoryOf,
  input: z.object(repositoryInput),
  run(engine: EcrEngine, input) {
    const repository = findRepository(engine, input);
    const { name, policy } = repository;
    if (policy === undefined) throw ecrError.repositoryPolicyNotFound(name);
    engine.repositories.set(name, { ...repository, policy: undefined });
    return { registryId: engine.context.accountId, repositoryName: name, policyText: policy };
  },
});
