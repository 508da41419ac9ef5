import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findPolicy, type IamEngine, isAwsManaged, rolesWith } from '../engine.ts';
import { pageInput, pageOf, policyArn } from '../inputs.ts';
import { policyOf } from '../resource-arns.ts';

export const listEntitiesForPolicy = operation('iam', 'ListEntitiesForPolicy', {
  resource: policyOf,
  input: z.object({ ...pageInput, PolicyArn: policyArn }),
  run(engine: IamEngine, input) {
    if (!isAwsManaged(input.PolicyArn)) findPolicy(engine, input.PolicyArn);
    const { items, position } = pageOf(rolesWith(engine, input.PolicyArn), ({ name }) => name, input);
    return {
      PolicyRoles: items.map(({ name, id }) => ({ RoleName: name, RoleId: id })),
      PolicyUsers: [],
      PolicyGroups: [],
      ...position,
    };
  },
});
