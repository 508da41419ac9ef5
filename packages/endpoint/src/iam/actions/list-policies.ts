import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { noResource } from '../../core/resource.ts';
import { boundariesWith, type IamEngine, rolesWith } from '../engine.ts';
import { pageInput, pageOf } from '../inputs.ts';
import { toPolicy } from '../shapes.ts';

export const listPolicies = operation('iam', 'ListPolicies', {
  resource: noResource,
  input: z.object({
    ...pageInput,
    Scope: z.enum(['All', 'AWS', 'Local']).default('All'),
    OnlyAttached: flag.default(false),
    PathPrefix: z.string().default('/'),
    PolicyUsageFilter: z.enum(['PermissionsPolicy', 'PermissionsBoundary']).optional(),
  }),
  run(engine: IamEngine, input) {
    // AWS's own policies are not listed: their documents are not kept here.
    const matching = [...engine.policies.values()].filter(
      ({ arn, path }) =>
        input.Scope !== 'AWS' &&
        path.startsWith(input.PathPrefix) &&
        (!input.OnlyAttached || rolesWith(engine, arn).length > 0) &&
        (input.PolicyUsageFilter !== 'PermissionsBoundary' || boundariesWith(engine, arn).length > 0),
    );
    const { items, position } = pageOf(matching, ({ arn }) => arn, input);
    return { Policies: items.map((policy) => toPolicy(engine, policy)), ...position };
  },
});
