import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findRepository } from '../engine.ts';
import { ecrError } from '../errors.ts';
import { repositoryInput } from '../inputs.ts';
import { repositoryOf } from '../resource-arns.ts';

export const getLifecyclePolicy = operation('ecr', 'GetLifecyclePolicy', {
  resource: repositoryOf,
  input: z.object(repositoryInput),
  run(engine: EcrEngine, input) {
    const { name, lifecyclePolicy } = findRepository(engine, input);
    if (lifecyclePolicy === undefined) throw ecrError.lifecyclePolicyNotFound(name);
    return {
      registryId: engine.context.accountId,
      repositoryName: name,
      lifecyclePolicyText: lifecyclePolicy,
    };
  },
});
