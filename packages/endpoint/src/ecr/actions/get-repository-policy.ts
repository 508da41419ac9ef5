import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findRepository } from '../engine.ts';
import { ecrError } from '../errors.ts';
import { repositoryInput } from '../inputs.ts';
import { repositoryOf } from '../resource-arns.ts';

export const getRepositoryPolicy = operation('ecr', 'GetRepositoryPolicy', {
  resource: repositoryOf,
  input: z.object(repositoryInput),
  run(engine: EcrEngine, input) {
    const { name, policy } = findRepository(engine, input);
    if (policy === undefined) throw ecrError.repositoryPolicyNotFound(name);
    return { registryId: engine.context.accountId, repositoryName: name, policyText: policy };
  },
});
