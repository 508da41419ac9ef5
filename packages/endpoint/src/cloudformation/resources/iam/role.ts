import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { document, tags, text, texts, whole } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';
import { tagChanges } from '../tags.ts';

const inlinePolicy = z.strictObject({ PolicyName: text, PolicyDocument: document });

const properties = z.strictObject({
  AssumeRolePolicyDocument: document,
  Description: text.optional(),
  ManagedPolicyArns: texts.optional(),
  MaxSessionDuration: whole.optional(),
  Path: text.optional(),
  PermissionsBoundary: text.optional(),
  Policies: z.array(inlinePolicy).optional(),
  RoleName: text.optional(),
  Tags: tags.optional(),
});

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-role.html */
export const role = resourceType({
  type: 'AWS::IAM::Role',
  properties,
  createOnly: ['RoleName', 'Path'],
  customName: 'RoleName',
  tags: 'list',
  attributes: ['Arn', 'RoleId'],
  physicalIdOf: ({ RoleName }, context) => RoleName ?? context.generateName(64),
  exists: ({ physicalId }, { call }) => isThere(call('iam', 'GetRole', { RoleName: physicalId })),
  async create(properties, context, RoleName) {
    const { Role } = await context.call('iam', 'CreateRole', {
      RoleName,
      AssumeRolePolicyDocument: properties.AssumeRolePolicyDocument,
      Description: properties.Description,
      MaxSessionDuration: properties.MaxSessionDuration,
      Path: properties.Path,
      PermissionsBoundary: properties.PermissionsBoundary,
      ...(properties.Tags && { Tags: properties.Tags }),
    });
    context.identify(RoleName);
    await setPolicies(RoleName, properties, undefined, context);
    return { physicalId: RoleName, attributes: { Arn: Role?.Arn, RoleId: Role?.RoleId } };
  },
  async update({ physicalId: RoleName, properties, previous, attributes }, context) {
    if (properties.AssumeRolePolicyDocument !== previous.AssumeRolePolicyDocument) {
      await context.call('iam', 'UpdateAssumeRolePolicy', {
        RoleName,
        PolicyDocument: properties.AssumeRolePolicyDocument,
      });
    }
    const { Description, MaxSessionDuration, PermissionsBoundary } = properties;
    if (Description !== previous.Description || MaxSessionDuration !== previous.MaxSessionDuration) {
      await context.call('iam', 'UpdateRole', {
        RoleName,
        Description: Description ?? '',
        MaxSessionDuration: MaxSessionDuration ?? 3600,
      });
    }
    if (PermissionsBoundary !== previous.PermissionsBoundary) {
      if (PermissionsBoundary === undefined) {
        await context.call('iam', 'DeleteRolePermissionsBoundary', { RoleName });
      } else await context.call('iam', 'PutRolePermissionsBoundary', { RoleName, PermissionsBoundary });
    }
    await setPolicies(RoleName, properties, previous, context);
    const { set, removed } = tagChanges(previous.Tags, properties.Tags);
    if (set.length > 0) await context.call('iam', 'TagRole', { RoleName, Tags: set });
    if (removed.length > 0) await context.call('iam', 'UntagRole', { RoleName, TagKeys: removed });
    return { physicalId: RoleName, attributes };
  },
  async delete({ physicalId: RoleName }, context) {
    // What others attached to it (AWS::IAM::Policy) is gone by now; what is left are its own.
    const { AttachedPolicies } = await context.call('iam', 'ListAttachedRolePolicies', { RoleName });
    for (const { PolicyArn } of AttachedPolicies ?? []) {
      await context.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
    }
    const { PolicyNames } = await context.call('iam', 'ListRolePolicies', { RoleName });
    for (const PolicyName of PolicyNames ?? []) {
      await context.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
    }
    await context.call('iam', 'DeleteRole', { RoleName });
  },
});

async function setPolicies(
  RoleName: string,
  properties: Properties,
  previous: Properties | undefined,
  context: ResourceContext,
): Promise<void> {
  const attached = properties.ManagedPolicyArns ?? [];
  for (const PolicyArn of attached) {
    if (previous?.ManagedPolicyArns?.includes(PolicyArn)) continue;
    await context.call('iam', 'AttachRolePolicy', { RoleName, PolicyArn });
  }
  for (const PolicyArn of previous?.ManagedPolicyArns ?? []) {
    if (!attached.includes(PolicyArn)) await context.call('iam', 'DetachRolePolicy', { RoleName, PolicyArn });
  }
  const inline = properties.Policies ?? [];
  for (const policy of inline) await context.call('iam', 'PutRolePolicy', { RoleName, ...policy });
  for (const { PolicyName } of previous?.Policies ?? []) {
    if (inline.some((policy) => policy.PolicyName === PolicyName)) continue;
    await context.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName });
  }
}
