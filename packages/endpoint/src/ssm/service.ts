import { createOperationService } from '../core/operation.ts';
import { jsonProtocol } from '../core/protocols/json.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './create-engine.ts';
import { operations } from './operations.ts';

/** Systems Manager's Parameter Store. */
export const createService: CreateService = (context) =>
  createOperationService({
    name: 'ssm',
    context,
    engine: createEngine(context),
    protocol: jsonProtocol({ version: '1.1', target: 'AmazonSSM' }),
    operations,
  });
