import type { EncryptionConfiguration, ImageTagMutability } from '@aws-sdk/client-ecr';
import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { choice, document, flag, structure, tags, text } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';
import { tagChanges } from '../tags.ts';

const properties = z.strictObject({
  RepositoryName: text.optional(),
  ImageTagMutability: choice<ImageTagMutability>().optional(),
  ImageScanningConfiguration: z.strictObject({ ScanOnPush: flag.optional() }).optional(),
  EncryptionConfiguration: structure<EncryptionConfiguration>().optional(),
  LifecyclePolicy: z
    .strictObject({ LifecyclePolicyText: text.optional(), RegistryId: text.optional() })
    .optional(),
  RepositoryPolicyText: document.optional(),
  EmptyOnDelete: flag.optional(),
  Tags: tags.optional(),
});

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecr-repository.html */
export const repository = resourceType({
  type: 'AWS::ECR::Repository',
  properties,
  unsupported: ['ImageTagMutabilityExclusionFilters'],
  createOnly: ['RepositoryName', 'EncryptionConfiguration'],
  customName: 'RepositoryName',
  tags: 'list',
  attributes: ['Arn', 'RepositoryUri'],
  physicalIdOf: ({ RepositoryName }, context) => RepositoryName ?? context.generateName(256).toLowerCase(),
  exists: ({ physicalId }, { call }) =>
    isThere(call('ecr', 'DescribeRepositories', { repositoryNames: [physicalId] })),
  async create(properties, context, name) {
    const { repository: made } = await context.call('ecr', 'CreateRepository', {
      repositoryName: name,
      imageTagMutability: properties.ImageTagMutability,
      imageScanningConfiguration: { scanOnPush: properties.ImageScanningConfiguration?.ScanOnPush ?? false },
      ...(properties.EncryptionConfiguration && {
        encryptionConfiguration: properties.EncryptionConfiguration,
      }),
      ...(properties.Tags && { tags: properties.Tags }),
    });
    context.identify(name);
    await setPolicies(name, properties, {}, context);
    return {
      physicalId: name,
      attributes: { Arn: made?.repositoryArn, RepositoryUri: made?.repositoryUri },
    };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    const repositoryName = physicalId;
    if (properties.ImageTagMutability !== previous.ImageTagMutability) {
      await context.call('ecr', 'PutImageTagMutability', {
        repositoryName,
        imageTagMutability: properties.ImageTagMutability ?? 'MUTABLE',
      });
    }
    const scanOnPush = properties.ImageScanningConfiguration?.ScanOnPush ?? false;
    if (scanOnPush !== (previous.ImageScanningConfiguration?.ScanOnPush ?? false)) {
      await context.call('ecr', 'PutImageScanningConfiguration', {
        repositoryName,
        imageScanningConfiguration: { scanOnPush },
      });
    }
    await setPolicies(repositoryName, properties, previous, context);
    const { set, removed } = tagChanges(previous.Tags, properties.Tags);
    const resourceArn = String(attributes['Arn']);
    if (set.length > 0) await context.call('ecr', 'TagResource', { resourceArn, tags: set });
    if (removed.length > 0) await context.call('ecr', 'UntagResource', { resourceArn, tagKeys: removed });
    return { physicalId, attributes };
  },
  async delete({ physicalId, properties }, context) {
    await context.call('ecr', 'DeleteRepository', {
      repositoryName: physicalId,
      force: properties.EmptyOnDelete ?? false,
    });
  },
});

async function setPolicies(
  repositoryName: string,
  properties: Properties,
  previous: Pick<Properties, 'LifecyclePolicy' | 'RepositoryPolicyText'>,
  context: ResourceContext,
): Promise<void> {
  const lifecycle = properties.LifecyclePolicy?.LifecyclePolicyText;
  if (lifecycle !== previous.LifecyclePolicy?.LifecyclePolicyText) {
    if (lifecycle === undefined) await context.call('ecr', 'DeleteLifecyclePolicy', { repositoryName });
    else {
      await context.call('ecr', 'PutLifecyclePolicy', { repositoryName, lifecyclePolicyText: lifecycle });
    }
  }
  const policyText = properties.RepositoryPolicyText;
  if (policyText !== previous.RepositoryPolicyText) {
    if (policyText === undefined) await context.call('ecr', 'DeleteRepositoryPolicy', { repositoryName });
    else await context.call('ecr', 'SetRepositoryPolicy', { repositoryName, policyText });
  }
}
