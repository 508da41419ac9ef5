import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findRole, type IamEngine } from '../engine.ts';
import { pageInput, pageOf, roleName } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';

export const listRolePolicies = operation('iam', 'ListRolePolicies', {
  resource: roleOf,
  input: z.object({ ...pageInput, RoleName: roleName }),
  run(engine: IamEngine, input) {
    const names = Object.keys(findRole(engine, input.RoleName).inline);
    const { items, position } = pageOf(names, (name) => name, input);
    return { PolicyNames: items, ...position };
  },
});
