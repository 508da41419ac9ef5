import type { ConnectionType, ContentHandlingStrategy, IntegrationType } from '@aws-sdk/client-api-gateway';
import { z } from 'zod';
import { record } from '../../../core/input.ts';
import { isThere } from '../../stack/failure.ts';
import { choice, flag, text, textMap, texts, whole } from '../properties.ts';
import { type ResourceContext, resourceType } from '../resource-type.ts';
import { knownText, valueAt } from '../values.ts';
import { given } from './patches.ts';

const integrationResponse = z.strictObject({
  StatusCode: text,
  SelectionPattern: text.optional(),
  ContentHandling: choice<ContentHandlingStrategy>().optional(),
  ResponseParameters: textMap.optional(),
  ResponseTemplates: textMap.optional(),
});

const integration = z.strictObject({
  Type: choice<IntegrationType>(),
  IntegrationHttpMethod: text.optional(),
  Uri: text.optional(),
  Credentials: text.optional(),
  PassthroughBehavior: text.optional(),
  ContentHandling: choice<ContentHandlingStrategy>().optional(),
  TimeoutInMillis: whole.optional(),
  RequestParameters: textMap.optional(),
  RequestTemplates: textMap.optional(),
  CacheKeyParameters: texts.optional(),
  CacheNamespace: text.optional(),
  ConnectionType: choice<ConnectionType>().optional(),
  ConnectionId: text.optional(),
  IntegrationResponses: z.array(integrationResponse).optional(),
});

const methodResponse = z.strictObject({
  StatusCode: text,
  ResponseModels: textMap.optional(),
  ResponseParameters: record(flag).optional(),
});

const properties = z.strictObject({
  RestApiId: text,
  ResourceId: text,
  HttpMethod: text,
  AuthorizationType: text.optional(),
  AuthorizerId: text.optional(),
  AuthorizationScopes: texts.optional(),
  ApiKeyRequired: flag.optional(),
  OperationName: text.optional(),
  RequestModels: textMap.optional(),
  RequestParameters: record(flag).optional(),
  RequestValidatorId: text.optional(),
  Integration: integration.optional(),
  MethodResponses: z.array(methodResponse).optional(),
});

type Properties = z.output<typeof properties>;

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-apigateway-method.html */
export const method = resourceType({
  type: 'AWS::ApiGateway::Method',
  properties,
  unsupportedValues(properties) {
    const integration = knownText(valueAt(properties, 'Integration', 'Type'));
    const uri = knownText(valueAt(properties, 'Integration', 'Uri'));
    const connection = knownText(valueAt(properties, 'Integration', 'ConnectionType'));
    const authorization = knownText(properties['AuthorizationType']);
    return [
      ...(integration !== undefined && !INTEGRATIONS.includes(integration)
        ? [{ path: 'Integration/Type', what: `the integration type ${integration}${target(uri)}` }]
        : []),
      ...(connection === 'VPC_LINK'
        ? [{ path: 'Integration/ConnectionType', what: 'the connection type VPC_LINK' }]
        : []),
      ...(authorization !== undefined && !AUTHORIZATIONS.includes(authorization)
        ? [{ path: 'AuthorizationType', what: `the authorization type ${authorization}` }]
        : []),
    ];
  },
  createOnly: ['RestApiId', 'ResourceId', 'HttpMethod'],
  attributes: [],
  physicalIdOf: ({ RestApiId, ResourceId, HttpMethod }) => `${RestApiId}|${ResourceId}|${HttpMethod}`,
  exists: ({ properties }, { call }) => isThere(call('apigateway', 'GetMethod', address(properties))),
  async create(properties, context, physicalId) {
    await put(properties, context, () => context.identify(physicalId));
    return { physicalId };
  },
  async update({ physicalId, properties, previous }, context) {
    // What answers requests are deployments, which hold their own copy: between the two calls no client misses it.
    await context.call('apigateway', 'DeleteMethod', address(previous));
    await put(properties, context);
    return { physicalId };
  },
  async delete({ properties }, context) {
    await context.call('apigateway', 'DeleteMethod', address(properties));
  },
});

/** What the endpoint's API Gateway has. */
const INTEGRATIONS = ['AWS_PROXY', 'MOCK'];
const AUTHORIZATIONS = ['NONE', 'AWS_IAM'];

/** `arn:aws:apigateway:<region>:dynamodb:action/GetItem` → ` with dynamodb:action/GetItem`. */
function target(uri: string | undefined): string {
  const action = /^arn:[\w-]+:apigateway:[\w-]*:(.+)$/.exec(uri ?? '')?.[1];
  return action === undefined ? '' : ` with ${action}`;
}

const address = ({ RestApiId, ResourceId, HttpMethod }: Properties) => ({
  restApiId: RestApiId,
  resourceId: ResourceId,
  httpMethod: HttpMethod,
});

async function put(
  properties: Properties,
  { call }: ResourceContext,
  made: () => void = () => {},
): Promise<void> {
  const where = address(properties);
  await call('apigateway', 'PutMethod', {
    ...where,
    authorizationType: properties.AuthorizationType ?? 'NONE',
    ...given({
      authorizerId: properties.AuthorizerId,
      authorizationScopes: properties.AuthorizationScopes,
      apiKeyRequired: properties.ApiKeyRequired,
      operationName: properties.OperationName,
      requestModels: properties.RequestModels,
      requestParameters: properties.RequestParameters,
      requestValidatorId: properties.RequestValidatorId,
    }),
  });
  made();
  for (const response of properties.MethodResponses ?? []) {
    await call('apigateway', 'PutMethodResponse', {
      ...where,
      statusCode: response.StatusCode,
      ...given({
        responseModels: response.ResponseModels,
        responseParameters: response.ResponseParameters,
      }),
    });
  }
  if (properties.Integration === undefined) return;
  const { Type, IntegrationResponses, ...rest } = properties.Integration;
  await call('apigateway', 'PutIntegration', {
    ...where,
    type: Type,
    ...given({
      integrationHttpMethod: rest.IntegrationHttpMethod,
      uri: rest.Uri,
      credentials: rest.Credentials,
      passthroughBehavior: rest.PassthroughBehavior,
      contentHandling: rest.ContentHandling,
      timeoutInMillis: rest.TimeoutInMillis,
      requestParameters: rest.RequestParameters,
      requestTemplates: rest.RequestTemplates,
      cacheKeyParameters: rest.CacheKeyParameters,
      cacheNamespace: rest.CacheNamespace,
      connectionType: rest.ConnectionType,
      connectionId: rest.ConnectionId,
    }),
  });
  for (const response of IntegrationResponses ?? []) {
    await call('apigateway', 'PutIntegrationResponse', {
      ...where,
      statusCode: response.StatusCode,
      ...given({
        selectionPattern: response.SelectionPattern,
        contentHandling: response.ContentHandling,
        responseParameters: response.ResponseParameters,
        responseTemplates: response.ResponseTemplates,
      }),
    });
  }
}
