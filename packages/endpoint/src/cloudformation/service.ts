import { createOperationService } from '../core/operation.ts';
import { queryProtocol } from '../core/protocols/query.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './create-engine.ts';
import { handleAnswer, isAnswer } from './custom/answer-route.ts';
import { cloudFormationError } from './errors.ts';
import { operations } from './operations.ts';
import { resume } from './stack/resume.ts';

/** CloudFormation, as far as the CDK CLI and stacks of the resource types in `resources/` need it. */
export const createService: CreateService = (context) => {
  const engine = createEngine(context);
  const service = createOperationService({
    name: 'cloudformation',
    context,
    engine,
    protocol: queryProtocol({
      namespace: 'http://cloudformation.amazonaws.com/doc/2010-05-15/',
      version: '2010-05-15',
    }),
    operations,
    invalid: cloudFormationError.validation,
    resume: () => resume(engine),
    close: async () => {
      engine.closed = true;
    },
  });
  return {
    ...service,
    handle: (request) => (isAnswer(request) ? handleAnswer(engine, request) : service.handle(request)),
  };
};
