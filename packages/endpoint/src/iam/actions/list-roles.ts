import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { noResource } from '../../core/resource.ts';
import type { IamEngine } from '../engine.ts';
import { pageInput, pageOf } from '../inputs.ts';
import { toListedRole } from '../shapes.ts';

export const listRoles = operation('iam', 'ListRoles', {
  resource: noResource,
  input: z.object({ ...pageInput, PathPrefix: z.string().default('/') }),
  run(engine: IamEngine, input) {
    const matching = [...engine.roles.values()].filter((role) => role.path.startsWith(input.PathPrefix));
    const { items, position } = pageOf(matching, ({ name }) => name, input);
    return { Roles: items.map(toListedRole), ...position };
  },
});
