import type { ApiKeySourceType, EndpointType } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { resourceError } from '../errors.ts';
import { choice, document, flag, tags, text, texts, whole } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';
import { tagChanges, tagMap } from '../tags.ts';
import { escapePath, given, scalarPatches } from './patches.ts';

const properties = z.strictObject({
  Name: text.optional(),
  Description: text.optional(),
  ApiKeySourceType: choice<ApiKeySourceType>().optional(),
  BinaryMediaTypes: texts.optional(),
  DisableExecuteApiEndpoint: flag.optional(),
  EndpointConfiguration: z
    .strictObject({
      Types: z.array(choice<EndpointType>()).optional(),
      IpAddressType: choice<'ipv4' | 'dualstack'>().optional(),
    })
    .optional(),
  FailOnWarnings: flag.optional(),
  MinimumCompressionSize: whole.optional(),
  Policy: document.optional(),
  Tags: tags.optional(),
});

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-restapi.html */
export const restApi = resourceType({
  type: 'AWS::ApiGateway::RestApi',
  properties,
  unsupported: [
    'Body',
    'BodyS3Location',
    'CloneFrom',
    'EndpointAccessMode',
    'Mode',
    'Parameters',
    'SecurityPolicy',
    'Version',
  ],
  unsupportedValues: ({ ApiKeySourceType }) =>
    ApiKeySourceType === 'AUTHORIZER'
      ? [{ path: 'ApiKeySourceType', what: 'the API key source AUTHORIZER' }]
      : [],
  createOnly: [],
  tags: 'list',
  attributes: ['RestApiId', 'RootResourceId'],
  async create(properties, context) {
    if (properties.Name === undefined) throw resourceError.invalidRequest('Name is required.');
    const { id = '', rootResourceId } = await context.call('apigateway', 'CreateRestApi', {
      ...given({
        description: properties.Description,
        apiKeySource: properties.ApiKeySourceType,
        binaryMediaTypes: properties.BinaryMediaTypes,
        disableExecuteApiEndpoint: properties.DisableExecuteApiEndpoint,
        endpointConfiguration: endpointConfiguration(properties),
        minimumCompressionSize: properties.MinimumCompressionSize,
        policy: properties.Policy,
        tags: properties.Tags && tagMap(properties.Tags),
      }),
      name: properties.Name,
    });
    return { physicalId: id, attributes: { RestApiId: id, RootResourceId: rootResourceId } };
  },
  async update({ physicalId, properties, previous, attributes }, context) {
    const patchOperations = [
      ...scalarPatches(previous, properties, {
        Name: '/name',
        Description: '/description',
        ApiKeySourceType: '/apiKeySource',
        DisableExecuteApiEndpoint: '/disableExecuteApiEndpoint',
        MinimumCompressionSize: '/minimumCompressionSize',
        Policy: '/policy',
      }),
      ...mediaTypePatches(previous.BinaryMediaTypes ?? [], properties.BinaryMediaTypes ?? []),
      ...endpointPatches(previous, properties),
    ];
    if (patchOperations.length > 0) {
      await context.call('apigateway', 'UpdateRestApi', { restApiId: physicalId, patchOperations });
    }
    await updateTags(`/restapis/${physicalId}`, previous, properties, context);
    return { physicalId, attributes };
  },
  async delete({ physicalId }, context) {
    await context.call('apigateway', 'DeleteRestApi', { restApiId: physicalId });
  },
});

function endpointConfiguration({ EndpointConfiguration }: Properties) {
  if (EndpointConfiguration === undefined) return undefined;
  const { Types, IpAddressType } = EndpointConfiguration;
  return { ...(Types && { types: Types }), ...(IpAddressType && { ipAddressType: IpAddressType }) };
}

function mediaTypePatches(before: readonly string[], after: readonly string[]) {
  const path = (type: string) => `/binaryMediaTypes/${escapePath(type)}`;
  return [
    ...before
      .filter((type) => !after.includes(type))
      .map((type) => ({ op: 'remove' as const, path: path(type) })),
    ...after
      .filter((type) => !before.includes(type))
      .map((type) => ({ op: 'add' as const, path: path(type), value: type })),
  ];
}

function endpointPatches(before: Properties, after: Properties) {
  const [old = 'EDGE'] = before.EndpointConfiguration?.Types ?? [];
  const [next = 'EDGE'] = after.EndpointConfiguration?.Types ?? [];
  return old === next
    ? []
    : [{ op: 'replace' as const, path: `/endpointConfiguration/types/${old}`, value: next }];
}

/** Tags of API Gateway's resources go by ARN; the path is the resource's. */
export async function updateTags(
  path: string,
  before: Pick<Properties, 'Tags'>,
  after: Pick<Properties, 'Tags'>,
  { call, region }: ResourceContext,
): Promise<void> {
  const { set, removed } = tagChanges(before.Tags, after.Tags);
  const resourceArn = `arn:aws:apigateway:${region}::${path}`;
  if (set.length > 0) await call('apigateway', 'TagResource', { resourceArn, tags: tagMap(set) });
  if (removed.length > 0) await call('apigateway', 'UntagResource', { resourceArn, tagKeys: removed });
}
