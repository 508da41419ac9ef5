import type { ParameterTier, ParameterType } from '@aws-sdk/client-ssm';
import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { choice, text, textMap } from '../properties.ts';
import { type Attributes, type ResourceContext, resourceType } from '../resource-type.ts';
import { tagChanges } from '../tags.ts';

const properties = z.strictObject({
  Name: text.optional(),
  Type: choice<ParameterType>(),
  Value: text,
  Description: text.optional(),
  AllowedPattern: text.optional(),
  DataType: text.optional(),
  Policies: text.optional(),
  Tier: choice<ParameterTier>().optional(),
  Tags: textMap.optional(),
});

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ssm-parameter.html */
export const parameter = resourceType({
  type: 'AWS::SSM::Parameter',
  properties,
  createOnly: ['Name'],
  customName: 'Name',
  tags: 'map',
  attributes: ['Arn', 'Type', 'Value'],
  physicalIdOf: ({ Name }, context) => Name ?? `CFN-${context.generateName(1000)}`,
  exists: ({ physicalId }, { call }) => isThere(call('ssm', 'GetParameter', { Name: physicalId })),
  async create(properties, context, Name) {
    await context.call('ssm', 'PutParameter', {
      ...settings(properties),
      Name,
      Overwrite: false,
      ...(properties.Tags && { Tags: list(properties.Tags) }),
    });
    return { physicalId: Name, attributes: attributesOf(Name, properties, context) };
  },
  async update({ physicalId, properties, previous }, context) {
    await context.call('ssm', 'PutParameter', { ...settings(properties), Name: physicalId, Overwrite: true });
    const { set, removed } = tagChanges(list(previous.Tags), list(properties.Tags));
    const resource = { ResourceType: 'Parameter', ResourceId: physicalId } as const;
    if (set.length > 0) await context.call('ssm', 'AddTagsToResource', { ...resource, Tags: set });
    if (removed.length > 0) {
      await context.call('ssm', 'RemoveTagsFromResource', { ...resource, TagKeys: removed });
    }
    return { physicalId, attributes: attributesOf(physicalId, properties, context) };
  },
  async delete({ physicalId }, context) {
    await context.call('ssm', 'DeleteParameter', { Name: physicalId });
  },
});

function attributesOf(
  name: string,
  { Type, Value }: Properties,
  { region, accountId }: ResourceContext,
): Attributes {
  return { Arn: `arn:aws:ssm:${region}:${accountId}:parameter/${name.replace(/^\//, '')}`, Type, Value };
}

const settings = ({ Name: _, Tags: __, ...rest }: Properties) => rest;

const list = (tags: Record<string, string> | undefined) =>
  Object.entries(tags ?? {}).map(([Key, Value]) => ({ Key, Value }));
