import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, type StoredRepository, toRepository } from '../engine.ts';
import { ecrError } from '../errors.ts';
import { newRepositoryName, scanning, tagList, tagMutability, toTags } from '../inputs.ts';
import { repositoryOf } from '../resource-arns.ts';

const encryption = z.object({
  encryptionType: z.enum(['AES256', 'KMS', 'KMS_DSSE']),
  kmsKey: z.string().optional(),
});

export const createRepository = operation('ecr', 'CreateRepository', {
  resource: repositoryOf,
  input: z.object({
    registryId: z.string().optional(),
    repositoryName: newRepositoryName,
    imageTagMutability: tagMutability.default('MUTABLE'),
    imageScanningConfiguration: scanning.default({ scanOnPush: false }),
    encryptionConfiguration: encryption.default({ encryptionType: 'AES256' }),
    tags: tagList.default([]),
  }),
  run(engine: EcrEngine, input) {
    const { repositoryName: name } = input;
    if (engine.repositories.has(name)) throw ecrError.repositoryAlreadyExists(name);
    const repository: StoredRepository = {
      name,
      created: new Date(engine.context.clock.now()),
      tagMutability: input.imageTagMutability,
      scanOnPush: input.imageScanningConfiguration.scanOnPush,
      encryption: input.encryptionConfiguration,
      policy: undefined,
      lifecyclePolicy: undefined,
      tags: toTags(input.tags),
    };
    engine.repositories.set(name, repository);
    return { repository: toRepository(engine, repository) };
  },
});
