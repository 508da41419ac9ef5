import { createOperationService } from '../core/operation.ts';
import { queryProtocol } from '../core/protocols/query.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './create-engine.ts';
import { iamError } from './errors.ts';
import { operations } from './operations.ts';

/** Identity and Access Management: roles and policies. Policies are kept and checked for form, not enforced. */
export const createService: CreateService = (context) =>
  createOperationService({
    name: 'iam',
    context,
    engine: createEngine(context),
    protocol: queryProtocol({
      namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
      version: '2010-05-08',
    }),
    operations,
    invalid: iamError.validation,
  });
