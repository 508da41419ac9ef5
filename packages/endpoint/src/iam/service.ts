import { createOperationService } from '../core/operation.ts';
import { queryProtocol } from '../core/protocols/query.ts';
import type { CreateService } from '../core/service.ts';
import { createEngine } from './create-engine.ts';
import { iamError } from './errors.ts';
import { identityPolicies } from './identity-policies.ts';
import { operations } from './operations.ts';

/** Identity and Access Management: roles and policies. They decide who may call APIs that API Gateway deploys. */
export const createService: CreateService = (context) => {
  const engine = createEngine(context);
  const service = createOperationService({
    name: 'iam',
    context,
    engine,
    protocol: queryProtocol({
      namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
      version: '2010-05-08',
    }),
    operations,
    invalid: iamError.validation,
  });
  return { ...service, identityPolicies: async (...session) => identityPolicies(engine, ...session) };
};
