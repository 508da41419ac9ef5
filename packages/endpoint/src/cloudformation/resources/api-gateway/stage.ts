import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { isThere } from '../../stack/failure.ts';
import { decimal, flag, tags, text, textMap, whole } from '../properties.ts';
import { resourceType } from '../resource-type.ts';
import { tagMap } from '../tags.ts';
import { escapePath, given, mapPatches, scalarPatches } from './patches.ts';
import { updateTags } from './rest-api.ts';

const methodSetting = z.strictObject({
  ResourcePath: text.optional(),
  HttpMethod: text.optional(),
  CacheDataEncrypted: flag.optional(),
  CacheTtlInSeconds: whole.optional(),
  CachingEnabled: flag.optional(),
  DataTraceEnabled: flag.optional(),
  LoggingLevel: text.optional(),
  MetricsEnabled: flag.optional(),
  ThrottlingBurstLimit: whole.optional(),
  ThrottlingRateLimit: decimal.optional(),
});

type MethodSetting = z.output<typeof methodSetting>;

const properties = z.strictObject({
  RestApiId: text,
  DeploymentId: text.optional(),
  StageName: text,
  Description: text.optional(),
  Variables: textMap.optional(),
  MethodSettings: z.array(methodSetting).optional(),
  AccessLogSetting: z.strictObject({ DestinationArn: text.optional(), Format: text.optional() }).optional(),
  CacheClusterEnabled: flag.optional(),
  CacheClusterSize: text.optional(),
  ClientCertificateId: text.optional(),
  DocumentationVersion: text.optional(),
  TracingEnabled: flag.optional(),
  Tags: tags.optional(),
});

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-stage.html */
export const stage = resourceType({
  type: 'AWS::ApiGateway::Stage',
  properties,
  unsupported: ['CanarySetting'],
  unsupportedValues: (properties) =>
    properties['CacheClusterEnabled'] === true || properties['CacheClusterEnabled'] === 'true'
      ? [{ path: 'CacheClusterEnabled', what: 'response caching' }]
      : [],
  createOnly: ['RestApiId', 'StageName'],
  customName: 'StageName',
  tags: 'list',
  attributes: [],
  uniqueWithin: 'RestApiId',
  physicalIdOf: ({ StageName }) => StageName,
  exists: ({ physicalId, properties }, { call }) =>
    isThere(call('apigateway', 'GetStage', { restApiId: properties.RestApiId, stageName: physicalId })),
  async create(properties, context, stageName) {
    const where = { restApiId: properties.RestApiId, stageName };
    await context.call('apigateway', 'CreateStage', {
      ...where,
      deploymentId: properties.DeploymentId ?? '',
      ...given({
        description: properties.Description,
        variables: properties.Variables,
        cacheClusterEnabled: properties.CacheClusterEnabled,
        documentationVersion: properties.DocumentationVersion,
        tracingEnabled: properties.TracingEnabled,
        tags: properties.Tags && tagMap(properties.Tags),
      }),
    });
    context.identify(stageName);
    const patchOperations = settingsPatches({}, properties);
    if (patchOperations.length > 0)
      await context.call('apigateway', 'UpdateStage', { ...where, patchOperations });
    return { physicalId: stageName };
  },
  async update({ physicalId, properties, previous }, context) {
    const patchOperations = [
      ...scalarPatches(previous, properties, {
        DeploymentId: '/deploymentId',
        Description: '/description',
        CacheClusterEnabled: '/cacheClusterEnabled',
        CacheClusterSize: '/cacheClusterSize',
        ClientCertificateId: '/clientCertificateId',
        DocumentationVersion: '/documentationVersion',
        TracingEnabled: '/tracingEnabled',
      }),
      ...mapPatches('/variables', previous.Variables, properties.Variables),
      ...settingsPatches(previous, properties),
    ];
    if (patchOperations.length > 0) {
      await context.call('apigateway', 'UpdateStage', {
        restApiId: properties.RestApiId,
        stageName: physicalId,
        patchOperations,
      });
    }
    await updateTags(`/restapis/${properties.RestApiId}/stages/${physicalId}`, previous, properties, context);
    return { physicalId };
  },
  async delete({ physicalId, properties }, context) {
    await context.call('apigateway', 'DeleteStage', {
      restApiId: properties.RestApiId,
      stageName: physicalId,
    });
  },
});

/** Settings that CreateStage does not take. */
function settingsPatches(before: Partial<Properties>, after: Properties): PatchOperation[] {
  const old = new Map((before.MethodSettings ?? []).map((setting) => [settingPath(setting), setting]));
  const next = new Map((after.MethodSettings ?? []).map((setting) => [settingPath(setting), setting]));
  const removed = [...old.keys()].filter((path) => !next.has(path));
  return [
    ...accessLogPatches(before.AccessLogSetting, after.AccessLogSetting),
    ...removed.map((path) => ({ op: 'remove' as const, path })),
    ...[...next].flatMap(([path, setting]) =>
      scalarPatches(old.get(path) ?? {}, setting, {
        CacheDataEncrypted: `${path}/caching/dataEncrypted`,
        CacheTtlInSeconds: `${path}/caching/ttlInSeconds`,
        CachingEnabled: `${path}/caching/enabled`,
        DataTraceEnabled: `${path}/logging/dataTrace`,
        LoggingLevel: `${path}/logging/loglevel`,
        MetricsEnabled: `${path}/metrics/enabled`,
        ThrottlingBurstLimit: `${path}/throttling/burstLimit`,
        ThrottlingRateLimit: `${path}/throttling/rateLimit`,
      }),
    ),
  ];
}

/** Templates write the path of everything as `/*`; patch paths escape the slash that the others begin with. */
function settingPath({ ResourcePath = '/*', HttpMethod = '*' }: MethodSetting): string {
  return `/${ResourcePath === '/*' ? '*' : escapePath(ResourcePath)}/${HttpMethod}`;
}

function accessLogPatches(
  before: Properties['AccessLogSetting'],
  after: Properties['AccessLogSetting'],
): PatchOperation[] {
  if (after === undefined) return before === undefined ? [] : [{ op: 'remove', path: '/accessLogSettings' }];
  return scalarPatches(before ?? {}, after, {
    DestinationArn: '/accessLogSettings/destinationArn',
    Format: '/accessLogSettings/format',
  });
}
