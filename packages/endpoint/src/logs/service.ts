import { createOperationService } from '../core/operation.ts';
import { jsonProtocol } from '../core/protocols/json.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './create-engine.ts';
import { logsError } from './errors.ts';
import { operations } from './operations.ts';

/** CloudWatch Logs: what functions write, and what one looks up of it. */
export const createService: CreateService = (context) =>
  createOperationService({
    name: 'logs',
    context,
    engine: createEngine(context),
    // A batch of events has 1 MiB, in which JSON may write six bytes for one.
    protocol: jsonProtocol({ version: '1.1', target: 'Logs_20140328', limit: 8 * 1024 * 1024 }),
    operations,
    invalid: logsError.invalidParameter,
  });
