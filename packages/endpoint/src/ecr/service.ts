import { createOperationService } from '../core/operation.ts';
import { jsonProtocol } from '../core/protocols/json.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './create-engine.ts';
import { ecrError } from './errors.ts';
import { operations } from './operations.ts';

/** Elastic Container Registry: repositories and their settings, as the CDK's bootstrap makes them. No images. */
export const createService: CreateService = (context) =>
  createOperationService({
    name: 'ecr',
    context,
    engine: createEngine(context),
    protocol: jsonProtocol({ version: '1.1', target: 'AmazonEC2ContainerRegistry_V20150921' }),
    operations,
    invalid: ecrError.invalidParameter,
  });
