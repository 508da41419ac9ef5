import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { iamError } from './errors.ts';
import type { PolicyDocument } from './policy-document.ts';

export interface StoredRole {
  name: string;
  path: string;
  id: string;
  arn: string;
  created: Date;
  description: string | undefined;
  maxSessionSeconds: number;
  boundary: string | undefined;
  trust: PolicyDocument;
  /** Inline policies by name. */
  inline: Record<string, PolicyDocument>;
  /** ARNs of managed policies. */
  attached: string[];
  tags: Record<string, string>;
}

export interface PolicyVersion {
  /** `v1`, `v2`, … */
  id: string;
  document: PolicyDocument;
  created: Date;
}

export interface StoredPolicy {
  name: string;
  path: string;
  id: string;
  arn: string;
  created: Date;
  updated: Date;
  description: string | undefined;
  /** Oldest first. */
  versions: PolicyVersion[];
  defaultVersion: string;
  /** Numbers of deleted versions are not used again. */
  lastVersion: number;
  tags: Record<string, string>;
}

export interface IamEngine {
  readonly context: EndpointContext;
  /** Roles by name in lower case: names differ by more than case. */
  readonly roles: Collection<StoredRole>;
  /** Customer-managed policies by ARN. */
  readonly policies: Collection<StoredPolicy>;
}

export function now({ context }: IamEngine): Date {
  return new Date(context.clock.now());
}

/** `AROA…`, `ANPA…`: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
export function uniqueId({ context }: IamEngine, prefix: 'AROA' | 'ANPA'): string {
  return prefix + context.newId().replaceAll('-', '').toUpperCase().slice(0, 17);
}

export function iamArn({ context }: IamEngine, kind: 'role' | 'policy', path: string, name: string): string {
  return `arn:aws:iam::${context.accountId}:${kind}${path}${name}`;
}

export function findRole({ roles }: IamEngine, name: string): StoredRole {
  const role = roles.get(name.toLowerCase());
  if (role === undefined) throw iamError.noSuchEntity(`The role with name ${name}`);
  return role;
}

export function saveRole({ roles }: IamEngine, role: StoredRole): void {
  roles.set(role.name.toLowerCase(), role);
}

export function findInline(role: StoredRole, name: string): PolicyDocument {
  const document = Object.hasOwn(role.inline, name) ? role.inline[name] : undefined;
  if (document === undefined) throw iamError.noSuchEntity(`The role policy with name ${name}`);
  return document;
}

export function findPolicy({ policies }: IamEngine, arn: string): StoredPolicy {
  const policy = policies.get(arn);
  if (policy === undefined) throw iamError.noSuchEntity(`Policy ${arn}`);
  return policy;
}

export function findVersion(policy: StoredPolicy, id: string): PolicyVersion {
  const version = policy.versions.find((each) => each.id === id);
  if (version === undefined) throw iamError.noSuchEntity(`Policy ${policy.arn} version ${id}`);
  return version;
}

/** AWS's own policies can be attached; their documents are not kept here. */
export function isAwsManaged(arn: string): boolean {
  return arn.startsWith('arn:aws:iam::aws:policy/');
}

/** Refuses what cannot be attached or serve as a boundary. */
export function checkAttachable(engine: IamEngine, arn: string): void {
  if (!isAwsManaged(arn)) findPolicy(engine, arn);
}

export function rolesWith(engine: IamEngine, policyArn: string): StoredRole[] {
  return [...engine.roles.values()].filter(({ attached }) => attached.includes(policyArn));
}

export function boundariesWith(engine: IamEngine, policyArn: string): StoredRole[] {
  return [...engine.roles.values()].filter(({ boundary }) => boundary === policyArn);
}
