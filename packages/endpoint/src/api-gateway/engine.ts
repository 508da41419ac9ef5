import type { Account, ApiKey } from '@aws-sdk/client-api-gateway';
import type { EndpointContext } from '../core/context.ts';
import type { Collection } from '../core/state.ts';
import { found } from './errors.ts';
import type { Schemas } from './invoke/schemas.ts';
import type { ApiDefinition, DeploymentRecord, StageRecord, UsagePlanRecord, UsageRecord } from './model.ts';

/** Records are never changed in place; a change sets a new one. */
export interface ApiGatewayEngine {
  readonly context: EndpointContext;
  /** By API id: the API as it is being edited, which no request sees before it is deployed. */
  readonly apis: Collection<ApiDefinition>;
  /** By `<api>/<deployment>`. */
  readonly deployments: Collection<DeploymentRecord>;
  /** By `<api>/<stage>`. */
  readonly stages: Collection<StageRecord>;
  readonly apiKeys: Collection<ApiKey>;
  readonly usagePlans: Collection<UsagePlanRecord>;
  /** By `<plan>/<key>`. */
  readonly usage: Collection<UsageRecord>;
  /** One record, `account`. */
  readonly accounts: Collection<Account>;
  readonly schemas: Schemas;
}

/** An id as API Gateway makes them: lower-case letters and digits. */
export function shortId({ context }: ApiGatewayEngine, length: number): string {
  return context.newId().replaceAll('-', '').slice(-length);
}

export function now({ context }: ApiGatewayEngine): Date {
  return new Date(context.clock.now());
}

export function findApi(
  { apis, context }: ApiGatewayEngine,
  apiId: string,
  missing = `Invalid API identifier specified ${context.accountId}:${apiId}`,
): ApiDefinition {
  return found(apis.get(apiId), missing);
}

export function findStage({ stages }: ApiGatewayEngine, apiId: string, stageName: string): StageRecord {
  return found(stages.get(`${apiId}/${stageName}`), 'Invalid stage identifier specified');
}

export function findDeployment(
  { deployments }: ApiGatewayEngine,
  apiId: string,
  deploymentId: string,
): DeploymentRecord {
  return found(deployments.get(`${apiId}/${deploymentId}`), 'Invalid Deployment identifier specified');
}

export function findUsagePlan({ usagePlans }: ApiGatewayEngine, id: string): UsagePlanRecord {
  return found(usagePlans.get(id), 'Invalid Usage Plan ID specified');
}

export function findApiKey({ apiKeys }: ApiGatewayEngine, id: string): ApiKey {
  return found(apiKeys.get(id), 'Invalid API Key identifier specified');
}

export function stagesOf({ stages }: ApiGatewayEngine, apiId: string): StageRecord[] {
  return [...stages.values()].filter((record) => record.apiId === apiId);
}
