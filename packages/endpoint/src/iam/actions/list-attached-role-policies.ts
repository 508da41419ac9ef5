import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findRole, type IamEngine } from '../engine.ts';
import { pageInput, pageOf, roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';
import { attachedName } from '../role-rules.ts';

export const listAttachedRolePolicies = operation('iam', 'ListAttachedRolePolicies', {
  resource: roleOf,
  input: z.object({ ...pageInput, RoleName: roleName, PathPrefix: z.string().default('/') }),
  run(engine: IamEngine, input) {
    const matching = findRole(engine, input.RoleName).attached.filter((arn) =>
      (/:policy(\/.*)$/.exec(arn)?.[1] ?? '/').startsWith(input.PathPrefix),
    );
    const { items, position } = pageOf(matching, (arn) => arn, input);
    return {
      AttachedPolicies: items.map((arn) => ({ PolicyName: attachedName(engine, arn), PolicyArn: arn })),
      ...position,
    };
  },
});
