import type { APIGatewayProxyEvent, Context } from 'aws-lambda';
import { required } from '../../shared/environment.ts';
import { Table } from '../../shared/table.ts';
import { type HistoryRequest, historyResource } from './history-resource.ts';
import { Registry } from './registry.ts';
import { registryApi } from './rest.ts';
import { RegistryStore } from './store.ts';

const registry = new Registry(new RegistryStore(new Table(required('REGISTRY_TABLE'))));
const rest = registryApi(registry);
const publish = historyResource(registry);

/**
 * Clients come through API Gateway, owners of subjects with their deployment. API Gateway makes an event around every
 * request, so no client can send one that looks like CloudFormation's.
 */
export const handler = (event: APIGatewayProxyEvent | HistoryRequest, context: Context) =>
  'ResponseURL' in event ? publish(event) : rest(event, context);
