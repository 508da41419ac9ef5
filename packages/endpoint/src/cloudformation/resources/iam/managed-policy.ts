import { z } from 'zod';
import { isGone, isThere } from '../../stack/failure.ts';
import { document, text, texts } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';

const properties = z.strictObject({
  ManagedPolicyName: text.optional(),
  Description: text.optional(),
  Path: text.optional(),
  PolicyDocument: document,
  Roles: texts.optional(),
});

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-managedpolicy.html */
export const managedPolicy = resourceType({
  type: 'AWS::IAM::ManagedPolicy',
  properties,
  unsupported: ['Users', 'Groups'],
  createOnly: ['ManagedPolicyName', 'Description', 'Path'],
  customName: 'ManagedPolicyName',
  attributes: ['PolicyArn', 'PolicyId'],
  physicalIdOf: ({ ManagedPolicyName, Path = '/' }, context) =>
    `arn:aws:iam::${context.accountId}:policy${Path}${ManagedPolicyName ?? context.generateName(128)}`,
  exists: ({ physicalId }, { call }) => isThere(call('iam', 'GetPolicy', { PolicyArn: physicalId })),
  async create(properties, context, PolicyArn) {
    const { Policy } = await context.call('iam', 'CreatePolicy', {
      PolicyName: PolicyArn.slice(PolicyArn.lastIndexOf('/') + 1),
      PolicyDocument: properties.PolicyDocument,
      Description: properties.Description,
      Path: properties.Path,
    });
    context.identify(PolicyArn);
    await attach(PolicyArn, properties.Roles ?? [], context);
    return { physicalId: PolicyArn, attributes: { PolicyArn, PolicyId: Policy?.PolicyId } };
  },
  async update({ physicalId: PolicyArn, properties, previous, attributes }, context) {
    if (properties.PolicyDocument !== previous.PolicyDocument)
      await newVersion(PolicyArn, properties, context);
    const old = previous.Roles ?? [];
    const next = properties.Roles ?? [];
    await attach(
      PolicyArn,
      next.filter((name) => !old.includes(name)),
      context,
    );
    await detach(
      PolicyArn,
      old.filter((name) => !next.includes(name)),
      context,
    );
    return { physicalId: PolicyArn, attributes };
  },
  async delete({ physicalId: PolicyArn, properties }, context) {
    await detach(PolicyArn, properties.Roles ?? [], context);
    const { Versions } = await context.call('iam', 'ListPolicyVersions', { PolicyArn });
    for (const { VersionId, IsDefaultVersion } of Versions ?? []) {
      if (!IsDefaultVersion) await context.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId });
    }
    await context.call('iam', 'DeletePolicy', { PolicyArn });
  },
});

/** A managed policy keeps at most five versions: the oldest makes room. */
async function newVersion(
  PolicyArn: string,
  { PolicyDocument }: Properties,
  context: ResourceContext,
): Promise<void> {
  const { Versions = [] } = await context.call('iam', 'ListPolicyVersions', { PolicyArn });
  const oldest = Versions.filter((version) => !version.IsDefaultVersion).at(-1);
  if (Versions.length >= 5 && oldest !== undefined) {
    await context.call('iam', 'DeletePolicyVersion', { PolicyArn, VersionId: oldest.VersionId });
  }
  await context.call('iam', 'CreatePolicyVersion', { PolicyArn, PolicyDocument, SetAsDefault: true });
}

async function attach(PolicyArn: string, roles: readonly string[], context: ResourceContext): Promise<void> {
  for (const RoleName of roles) await context.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
}

async function detach(PolicyArn: string, roles: readonly string[], context: ResourceContext): Promise<void> {
  for (const RoleName of roles) {
    await context.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn }).catch((thrown: unknown) => {
      if (!isGone(thrown)) throw thrown;
    });
  }
}
