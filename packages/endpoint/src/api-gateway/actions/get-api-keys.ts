import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { withoutValue } from '../api-keys.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import { listOf, paged, pageOf } from '../input.ts';
import { pathOf } from '../resource-arns.ts';

export const getApiKeys = operation('apigateway', 'GetApiKeys', {
  resource: pathOf('GetApiKeys'),
  input: z.object({
    ...paged,
    nameQuery: z.string().default(''),
    customerId: z.string().optional(),
    includeValues: flag.default(false),
  }),
  run({ apiKeys }: ApiGatewayEngine, input) {
    const asked = [...apiKeys.values()].filter(
      (key) =>
        (key.name ?? '').startsWith(input.nameQuery) &&
        (input.customerId === undefined || key.customerId === input.customerId),
    );
    const { items, next } = pageOf(asked, (key) => key.id ?? '', input);
    return listOf({ items: input.includeValues ? items : items.map(withoutValue), next });
  },
});
