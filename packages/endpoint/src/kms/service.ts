import { createOperationService } from '../core/operation.ts';
import { jsonProtocol } from '../core/protocols/json.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './create-engine.ts';
import { operations } from './operations.ts';

/** Key Management Service: symmetric keys, their aliases, policies and rotation, and encryption with them. */
export const createService: CreateService = (context) =>
  createOperationService({
    name: 'kms',
    context,
    engine: createEngine(context),
    protocol: jsonProtocol({ version: '1.1', target: 'TrentService' }),
    operations,
  });
