import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { type EcrEngine, findRepository } from '../engine.ts';
import { repositoryInput, scanning } from '../inputs.ts';
import { repositoryOf } from '../resource-arns.ts';

export const putImageScanningConfiguration = operation('ecr', 'PutImageScanningConfiguration', {
  resource: repositoryOf,
  input: z.object({ ...repositoryInput, imageScanningConfiguration: scanning }),
  run(engine: EcrEngine, input) {
    const repository = findRepository(engine, input);
    const { scanOnPush } = input.imageScanningConfiguration;
    engine.repositories.set(repository.name, { ...repository, scanOnPush });
    return {
      registryId: engine.context.accountId,
      repositoryName: repository.name,
      imageScanningConfiguration: { scanOnPush },
    };
  },
});
