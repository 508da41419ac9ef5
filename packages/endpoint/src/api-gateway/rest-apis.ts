import type { RestApi } from '@aws-sdk/client-api-gateway';
import { checkApiPolicy } from './api-policy.ts';
import { apiGatewayError } from './errors.ts';
import { entry, type PatchRules, rule, text, toggle } from './patch.ts';

const API_KEY_SOURCES = ['HEADER', 'AUTHORIZER'];

export const REST_API_RULES: PatchRules<RestApi> = {
  '/name': text('name'),
  '/description': text('description'),
  '/policy': text('policy'),
  '/apiKeySource': text('apiKeySource'),
  '/minimumCompressionSize': rule(
    (api, { value }) => {
      if (value === '') delete api.minimumCompressionSize;
      else api.minimumCompressionSize = /^-?\d+$/.test(value) ? Number(value) : Number.NaN;
    },
    ['replace'],
  ),
  '/disableExecuteApiEndpoint': toggle('disableExecuteApiEndpoint'),
  // A list in which `-` stands for the place behind its end, as in RFC 6901.
  '/binaryMediaTypes/{type}': rule((api, { op, value, keys: [type = ''] }) => {
    const others = (api.binaryMediaTypes ?? []).filter((each) => each !== type);
    const added = op === 'remove' ? [] : [op === 'replace' || type === '-' ? value : type];
    api.binaryMediaTypes = [...others, ...added];
  }),
  // There is one type, whatever its name or place in the path.
  '/endpointConfiguration/types/{type}': rule((api, { op, value }) => {
    if (op === 'remove') {
      throw apiGatewayError.badRequest("Invalid patch operation specified. Must be 'add'|'remove'|'replace'");
    }
    const type = endpointType(value);
    api.endpointConfiguration = { ...api.endpointConfiguration, types: [type] };
    // Private APIs have no other.
    if (type === 'PRIVATE') api.endpointConfiguration.ipAddressType = 'dualstack';
  }),
  '/endpointConfiguration/ipAddressType': rule(
    (api, { value }) => {
      if (value !== 'ipv4' && value !== 'dualstack') {
        throw apiGatewayError.badRequest('ipAddressType must be either ipv4 or dualstack.');
      }
      api.endpointConfiguration = { ...api.endpointConfiguration, ipAddressType: value };
    },
    ['replace'],
  ),
  '/tags/{key}': entry('tags'),
};

function endpointType(value: string): 'EDGE' | 'REGIONAL' | 'PRIVATE' {
  if (value === 'EDGE' || value === 'REGIONAL' || value === 'PRIVATE') return value;
  throw apiGatewayError.badRequest(
    'Invalid EndpointTypes specified. Valid options are REGIONAL,EDGE,PRIVATE',
  );
}

export function checkRestApi(api: RestApi): void {
  if (!api.name) throw apiGatewayError.badRequest('API name cannot be blank');
  if (!API_KEY_SOURCES.includes(api.apiKeySource ?? 'HEADER')) {
    throw apiGatewayError.badRequest(`Invalid apiKeySource: must be one of ${API_KEY_SOURCES.join(', ')}`);
  }
  if (api.apiKeySource === 'AUTHORIZER') {
    throw apiGatewayError.notImplemented('the API key source AUTHORIZER');
  }
  const size = api.minimumCompressionSize;
  if (size !== undefined && !(size >= 0 && size <= 10_485_760)) {
    throw apiGatewayError.badRequest('Invalid minimum compression size, must be between 0 and 10485760');
  }
  if (api.policy) checkApiPolicy(api.policy);
  const { types = ['EDGE'], ipAddressType } = api.endpointConfiguration ?? {};
  if (types.length === 0) {
    throw apiGatewayError.badRequest(
      'REGIONAL Configuration and EDGE Configuration cannot be both DISABLED.',
    );
  }
  if (types.length > 1) {
    throw apiGatewayError.badRequest('Cannot create an api with multiple Endpoint Types.');
  }
  if (types[0] === 'PRIVATE' && ipAddressType === 'ipv4') {
    throw apiGatewayError.badRequest('Only dualstack ipAddressType is supported for Private APIs.');
  }
}
