import { createOperationService } from '../core/operation.ts';
import { policyStatements } from '../core/policy/policy-statements.ts';
import { queryProtocol } from '../core/protocols/query.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './create-engine.ts';
import { defaultPolicy } from './default-policy.ts';
import { snsError } from './errors.ts';
import { operations } from './operations.ts';

/** Simple Notification Service: standard and FIFO topics, delivering to queues and functions. */
export const createService: CreateService = (context) => {
  const engine = createEngine(context);
  return createOperationService({
    name: 'sns',
    context,
    engine,
    protocol: queryProtocol({
      namespace: 'http://sns.amazonaws.com/doc/2010-03-31/',
      version: '2010-03-31',
      maps: ['Attributes'],
    }),
    operations,
    invalid: snsError.invalidParameter,
    resourcePolicy(arn) {
      const topic = engine.topics.find(arn);
      if (topic === undefined) return undefined;
      return policyStatements(topic.record.attributes['Policy'] ?? defaultPolicy(arn, context.accountId));
    },
    resume: async () => engine.pendingDeliveries.resume(),
    close: async () => engine.pendingDeliveries.close(),
  });
};
