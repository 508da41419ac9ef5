import { z } from 'zod';
import { flag, integer, lacking, stringMap } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { type ApiGatewayEngine, now, shortId } from '../engine.ts';
import { apiGatewayError } from '../errors.ts';
import { defaultModels } from '../models.ts';
import { pathOf } from '../resource-arns.ts';
import { checkRestApi } from '../rest-apis.ts';

export const createRestApi = operation('apigateway', 'CreateRestApi', {
  resource: pathOf('CreateRestApi'),
  input: z.object({
    name: z.string(),
    description: z.string().optional(),
    version: z.string().optional(),
    cloneFrom: z.string().optional(),
    binaryMediaTypes: z.array(z.string()).optional(),
    // The wire carries a number, or text that is none.
    minimumCompressionSize: z.union([integer, z.string().transform(() => Number.NaN)]).optional(),
    apiKeySource: z.enum(['HEADER', 'AUTHORIZER']).default('HEADER'),
    endpointConfiguration: z
      .object({
        types: z.array(z.enum(['EDGE', 'REGIONAL', 'PRIVATE'])).default(['EDGE']),
        ipAddressType: z.enum(['ipv4', 'dualstack']).optional(),
        vpcEndpointIds: z.array(z.string()).optional(),
      })
      .default({ types: ['EDGE'] }),
    policy: z.string().optional(),
    endpointAccessMode: lacking,
    securityPolicy: lacking,
    tags: stringMap.optional(),
    disableExecuteApiEndpoint: flag.default(false),
  }),
  run(engine: ApiGatewayEngine, { cloneFrom, ...input }) {
    if (input.description === '') throw apiGatewayError.badRequest('Description cannot be an empty string');
    if (cloneFrom !== undefined) throw apiGatewayError.notImplemented('cloneFrom');
    const root = { id: shortId(engine, 10), path: '/', methods: {} };
    const restApi = { ...input, id: shortId(engine, 10), createdDate: now(engine), rootResourceId: root.id };
    checkRestApi(restApi);
    engine.apis.set(restApi.id, {
      restApi,
      resources: { [root.id]: root },
      models: defaultModels(engine),
      requestValidators: {},
      gatewayResponses: {},
    });
    return restApi;
  },
});
