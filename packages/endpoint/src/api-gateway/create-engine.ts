import type { EndpointContext } from '../core/context.ts';
import type { ApiGatewayEngine } from './engine.ts';
import { createSchemas } from './invoke/schemas.ts';

export function createEngine(context: EndpointContext): ApiGatewayEngine {
  return {
    context,
    apis: context.state.collection('apigateway/apis'),
    deployments: context.state.collection('apigateway/deployments'),
    stages: context.state.collection('apigateway/stages'),
    apiKeys: context.state.collection('apigateway/api-keys'),
    usagePlans: context.state.collection('apigateway/usage-plans'),
    usage: context.state.collection('apigateway/usage'),
    accounts: context.state.collection('apigateway/accounts'),
    schemas: createSchemas(),
  };
}
