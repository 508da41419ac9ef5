import { z } from 'zod';
import { isGone } from '../../stack/failure.ts';
import { resourceError } from '../errors.ts';
import { document, text, texts } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';

const properties = z.strictObject({
  PolicyName: text,
  PolicyDocument: document,
  Roles: texts.optional(),
});

type Properties = z.output<typeof properties>;

/** An inline policy: https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-iam-policy.html */
export const policy = resourceType({
  type: 'AWS::IAM::Policy',
  properties,
  unsupported: ['Users', 'Groups'],
  createOnly: [],
  attributes: ['Id'],
  physicalIdOf: (_properties, context) => context.generateName(64),
  async create(properties, context, physicalId) {
    await put(properties, context);
    return { physicalId, attributes: { Id: physicalId } };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    await put(properties, context);
    const renamed = properties.PolicyName !== previous.PolicyName;
    const left = (previous.Roles ?? []).filter((name) => renamed || !(properties.Roles ?? []).includes(name));
    await remove(left, previous.PolicyName, context);
    return { physicalId, attributes };
  },
  delete: ({ properties }, context) => remove(properties.Roles ?? [], properties.PolicyName, context),
});

async function put({ PolicyName, PolicyDocument, Roles }: Properties, context: ResourceContext) {
  if (Roles === undefined || Roles.length === 0) {
    throw resourceError.validation('At least one of [Groups,Roles,Users] must be non-empty.');
  }
  for (const RoleName of Roles) {
    await context.call('iam', 'PutRolePolicy', { RoleName, PolicyName, PolicyDocument });
  }
}

async function remove(roles: readonly string[], PolicyName: string, context: ResourceContext): Promise<void> {
  for (const RoleName of roles) {
    await context.call('iam', 'DeleteRolePolicy', { RoleName, PolicyName }).catch((thrown: unknown) => {
      if (!isGone(thrown)) throw thrown;
    });
  }
}
