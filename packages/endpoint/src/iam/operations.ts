import type { Operation } from '../core/operation.ts';
import { attachRolePolicy } from './actions/attach-role-policy.ts';
import { createPolicy } from './actions/create-policy.ts';
import { createPolicyVersion } from './actions/create-policy-version.ts';
import { createRole } from './actions/create-role.ts';
import { deletePolicy } from './actions/delete-policy.ts';
import { deletePolicyVersion } from './actions/delete-policy-version.ts';
import { deleteRole } from './actions/delete-role.ts';
import { deleteRolePermissionsBoundary } from './actions/delete-role-permissions-boundary.ts';
import { deleteRolePolicy } from './actions/delete-role-policy.ts';
import { detachRolePolicy } from './actions/detach-role-policy.ts';
import { getPolicy } from './actions/get-policy.ts';
import { getPolicyVersion } from './actions/get-policy-version.ts';
import { getRole } from './actions/get-role.ts';
import { getRolePolicy } from './actions/get-role-policy.ts';
import { listAttachedRolePolicies } from './actions/list-attached-role-policies.ts';
import { listEntitiesForPolicy } from './actions/list-entities-for-policy.ts';
import { listPolicies } from './actions/list-policies.ts';
import { listPolicyTags } from './actions/list-policy-tags.ts';
import { listPolicyVersions } from './actions/list-policy-versions.ts';
import { listRolePolicies } from './actions/list-role-policies.ts';
import { listRoleTags } from './actions/list-role-tags.ts';
import { listRoles } from './actions/list-roles.ts';
import { putRolePermissionsBoundary } from './actions/put-role-permissions-boundary.ts';
import { putRolePolicy } from './actions/put-role-policy.ts';
import { setDefaultPolicyVersion } from './actions/set-default-policy-version.ts';
import { tagPolicy } from './actions/tag-policy.ts';
import { tagRole } from './actions/tag-role.ts';
import { untagPolicy } from './actions/untag-policy.ts';
import { untagRole } from './actions/untag-role.ts';
import { updateAssumeRolePolicy } from './actions/update-assume-role-policy.ts';
import { updateRole } from './actions/update-role.ts';
import type { IamEngine } from './engine.ts';

export const operations: Record<string, Operation<IamEngine>> = {
  AttachRolePolicy: attachRolePolicy,
  CreatePolicy: createPolicy,
  CreatePolicyVersion: createPolicyVersion,
  CreateRole: createRole,
  DeletePolicy: deletePolicy,
  DeletePolicyVersion: deletePolicyVersion,
  DeleteRole: deleteRole,
  DeleteRolePermissionsBoundary: deleteRolePermissionsBoundary,
  DeleteRolePolicy: deleteRolePolicy,
  DetachRolePolicy: detachRolePolicy,
  GetPolicy: getPolicy,
  GetPolicyVersion: getPolicyVersion,
  GetRole: getRole,
  GetRolePolicy: getRolePolicy,
  ListAttachedRolePolicies: listAttachedRolePolicies,
  ListEntitiesForPolicy: listEntitiesForPolicy,
  ListPolicies: listPolicies,
  ListPolicyTags: listPolicyTags,
  ListPolicyVersions: listPolicyVersions,
  ListRolePolicies: listRolePolicies,
  ListRoleTags: listRoleTags,
  ListRoles: listRoles,
  PutRolePermissionsBoundary: putRolePermissionsBoundary,
  PutRolePolicy: putRolePolicy,
  SetDefaultPolicyVersion: setDefaultPolicyVersion,
  TagPolicy: tagPolicy,
  TagRole: tagRole,
  UntagPolicy: untagPolicy,
  UntagRole: untagRole,
  UpdateAssumeRolePolicy: updateAssumeRolePolicy,
  UpdateRole: updateRole,
};
