import { createOperationService } from '../core/operation.ts';
import { queryProtocol } from '../core/protocols/query.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './create-engine.ts';
import { stsError } from './errors.ts';
import { operations } from './operations.ts';

/** Security Token Service, as far as the CDK CLI and the SDK's credential chain ask for it. */
export const createService: CreateService = (context) =>
  createOperationService({
    name: 'sts',
    context,
    engine: createEngine(context),
    protocol: queryProtocol({
      namespace: 'https://sts.amazonaws.com/doc/2011-06-15/',
      version: '2011-06-15',
    }),
    operations,
    invalid: stsError.validation,
  });
