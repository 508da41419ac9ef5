import {
  boundariesWith,
  type IamEngine,
  type PolicyVersion,
  rolesWith,
  type StoredPolicy,
  type StoredRole,
} from './engine.ts';
import { encodeDocument } from './policy-document.ts';
import { toTagList } from './tags.ts';

/** A role; lists leave out tags, boundary and last use. */
export function toListedRole(role: StoredRole) {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.created,
    AssumeRolePolicyDocument: encodeDocument(role.trust),
    ...(role.description !== undefined && { Description: role.description }),
    MaxSessionDuration: role.maxSessionSeconds,
  };
}

export function toRole(role: StoredRole) {
  return {
    ...toListedRole(role),
    ...(role.boundary !== undefined && {
      PermissionsBoundary: {
        PermissionsBoundaryType: 'PermissionsBoundaryPolicy' as const,
        PermissionsBoundaryArn: role.boundary,
      },
    }),
    ...(Object.keys(role.tags).length > 0 && { Tags: toTagList(role.tags) }),
  };
}

export function toPolicy(engine: IamEngine, policy: StoredPolicy) {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersion,
    AttachmentCount: rolesWith(engine, policy.arn).length,
    PermissionsBoundaryUsageCount: boundariesWith(engine, policy.arn).length,
    IsAttachable: true,
    ...(policy.description !== undefined && { Description: policy.description }),
    CreateDate: policy.created,
    UpdateDate: policy.updated,
    ...(Object.keys(policy.tags).length > 0 && { Tags: toTagList(policy.tags) }),
  };
}

/** A version; lists leave out its document. */
export function toListedVersion(policy: StoredPolicy, version: PolicyVersion) {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersion,
    CreateDate: version.created,
  };
}
