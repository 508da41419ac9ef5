import { createOperationService } from '../core/operation.ts';
import { policyStatements } from '../core/policy/policy-statements.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './create-engine.ts';
import { sqsError } from './errors.ts';
import { operations } from './operations.ts';
import { sqsProtocol } from './wire/protocol.ts';

/** Simple Queue Service: standard and FIFO queues. */
export const createService: CreateService = (context) => {
  const engine = createEngine(context);
  return createOperationService({
    name: 'sqs',
    context,
    engine,
    protocol: sqsProtocol(new Set(Object.keys(operations))),
    operations,
    invalid: sqsError.invalidParameterValue,
    resourcePolicy(arn) {
      const queue = engine.queues.byArn(arn);
      return queue && policyStatements(queue.record.attributes['Policy'] ?? '{}');
    },
    resume: async () => engine.moveTasks.resume(),
    close: async () => {
      engine.moveTasks.close();
      engine.queues.close();
    },
  });
};
