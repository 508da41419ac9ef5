import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findRole, type IamEngine, saveRole } from '../engine.ts';
import { description, roleName, sessionSeconds } from '../inputs.ts';
import { roleOf } from '../resource-arns.ts';

export const updateRole = operation('iam', 'UpdateRole', {
  resource: roleOf,
  input: z.object({
    RoleName: roleName,
    Description: description.optional(),
    MaxSessionDuration: sessionSeconds.optional(),
  }),
  run(engine: IamEngine, input) {
    const role = findRole(engine, input.RoleName);
    saveRole(engine, {
      ...role,
      description: input.Description ?? role.description,
      maxSessionSeconds: input.MaxSessionDuration ?? role.maxSessionSeconds,
    });
    return {};
  },
});
