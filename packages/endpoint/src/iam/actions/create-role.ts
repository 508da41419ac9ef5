import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import {
  checkAttachable,
  type IamEngine,
  iamArn,
  now,
  type StoredRole,
  saveRole,
  uniqueId,
} from '../engine.ts';
import { iamError } from '../errors.ts';
import { description, path, policyArn, policyText, roleName, sessionSeconds } from '../inputs.ts';
import { newRole } from '../resource-arns.ts';
import { checkTrustPolicy } from '../role-rules.ts';
import { toRole } from '../shapes.ts';
import { addTags, tagList } from '../tags.ts';

export const createRole = operation('iam', 'CreateRole', {
  resource: newRole,
  input: z.object({
    RoleName: roleName,
    AssumeRolePolicyDocument: policyText,
    Path: path,
    Description: description.optional(),
    MaxSessionDuration: sessionSeconds.default(3600),
    PermissionsBoundary: policyArn.optional(),
    Tags: tagList.default([]),
  }),
  run(engine: IamEngine, input) {
    const { RoleName: name, Path: rolePath } = input;
    if (engine.roles.has(name.toLowerCase())) throw iamError.entityAlreadyExists(`Role with name ${name}`);
    if (input.PermissionsBoundary !== undefined) checkAttachable(engine, input.PermissionsBoundary);
    const role: StoredRole = {
      name,
      path: rolePath,
      id: uniqueId(engine, 'AROA'),
      arn: iamArn(engine, 'role', rolePath, name),
      created: now(engine),
      description: input.Description,
      maxSessionSeconds: input.MaxSessionDuration,
      boundary: input.PermissionsBoundary,
      trust: checkTrustPolicy(engine, input.AssumeRolePolicyDocument),
      inline: {},
      attached: [],
      tags: addTags({}, input.Tags),
    };
    saveRole(engine, role);
    return { Role: toRole(role) };
  },
});
