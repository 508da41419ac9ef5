import type { Account } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { DEFAULT_ACCOUNT } from '../account.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { type PatchRules, patched, patchOperations, refusalByPaths, rule } from '../patch.ts';
import { pathOf } from '../resource-arns.ts';

const RULES: PatchRules<Account> = {
  '/cloudwatchRoleArn': rule((account, { op, value }) => {
    if (op === 'remove' || value === '') {
      delete account.cloudwatchRoleArn;
      return;
    }
    if (!/^arn:[\w-]+:iam::\d{12}:role\/.+$/.test(value)) {
      throw apiGatewayError.badRequest(
        'The role ARN does not have required permissions set to API Gateway: it is not the ARN of a role',
      );
    }
    account.cloudwatchRoleArn = value;
  }),
};

export const updateAccount = operation('apigateway', 'UpdateAccount', {
  resource: pathOf('UpdateAccount'),
  input: z.object({ patchOperations }),
  run({ accounts }: ApiGatewayEngine, input) {
    const account = patched(
      accounts.get('account') ?? DEFAULT_ACCOUNT,
      input.patchOperations,
      RULES,
      refusalByPaths,
    );
    accounts.set('account', account);
    return account;
  },
});
