import type { RestApi } from '@aws-sdk/client-api-gateway';
import { apiGatewayError } from './errors.ts';
import { entry, number, type PatchRules, text, toggle } from './patch.ts';

const API_KEY_SOURCES = ['HEADER', 'AUTHORIZER'];
const ENDPOINT_TYPES = ['EDGE', 'REGIONAL', 'PRIVATE'];

export const REST_API_RULES: PatchRules<RestApi> = {
  '/name': text('name'),
  '/description': text('description'),
  '/policy': text('policy'),
  '/apiKeySource': text('apiKeySource'),
  '/minimumCompressionSize': number('minimumCompressionSize'),
  '/disableExecuteApiEndpoint': toggle('disableExecuteApiEndpoint'),
  '/binaryMediaTypes/{type}': (api, { op, value, keys: [type = ''] }) => {
    const others = (api.binaryMediaTypes ?? []).filter((each) => each !== type);
    const added = op === 'add' ? [type] : op === 'replace' ? [value] : [];
    api.binaryMediaTypes = [...others, ...added];
  },
  '/endpointConfiguration/types/{type}': (api, { value, keys: [type = ''] }) => {
    const others = (api.endpointConfiguration?.types ?? []).filter((each) => each !== type);
    api.endpointConfiguration = { ...api.endpointConfiguration, types: [...others, endpointType(value)] };
  },
  '/endpointConfiguration/ipAddressType': (api, { value }) => {
    if (value !== 'ipv4' && value !== 'dualstack') throw apiGatewayError.badRequest('Invalid ipAddressType');
    api.endpointConfiguration = { ...api.endpointConfiguration, ipAddressType: value };
  },
  '/tags/{key}': entry('tags'),
};

function endpointType(value: string): 'EDGE' | 'REGIONAL' | 'PRIVATE' {
  if (value === 'EDGE' || value === 'REGIONAL' || value === 'PRIVATE') return value;
  throw apiGatewayError.badRequest(`Invalid endpoint type: must be one of ${ENDPOINT_TYPES.join(', ')}`);
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
  if (size !== undefined && (size < 0 || size > 10_485_760)) {
    throw apiGatewayError.badRequest('Invalid minimum compression size, must be between 0 and 10485760');
  }
}
