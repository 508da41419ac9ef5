import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { DEFAULT_ACCOUNT } from '../account.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import { pathOf } from '../resource-arns.ts';

export const getAccount = operation('apigateway', 'GetAccount', {
  resource: pathOf('GetAccount'),
  input: z.object({}),
  run: ({ accounts }: ApiGatewayEngine) => accounts.get('account') ?? DEFAULT_ACCOUNT,
});
