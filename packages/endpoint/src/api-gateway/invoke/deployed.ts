import type { Method, Stage } from '@aws-sdk/client-api-gateway';
import { own } from '../../core/own.ts';
import type { PolicyStatement } from '../../core/policy/evaluate.ts';
import { apiPolicyStatements } from '../api-policy.ts';
import type { ApiGatewayEngine } from '../engine.ts';
import type { ApiDefinition, ResourceRecord, StageRecord } from '../model.ts';
import { settingsFor } from '../stages.ts';
import { type Integrate, lambdaIntegration } from './lambda-integration.ts';
import { binaryMatcher } from './media-type.ts';
import { mockIntegration } from './mock-integration.ts';
import { type Permissions, permissions } from './permission.ts';
import { compileValidation, type ValidateRequest } from './request-validation.ts';
import { type RouteNode, routeTree } from './route-tree.ts';
import { type TokenBucket, tokenBucket } from './token-bucket.ts';

/** A method of a deployed API, ready to serve. */
export interface DeployedMethod {
  readonly method: Method;
  readonly validate: ValidateRequest | undefined;
  readonly bucket: TokenBucket | undefined;
  readonly integrate: Integrate;
}

export interface DeployedResource {
  readonly resource: ResourceRecord;
  /** The method for an HTTP method: its own, or `ANY`. */
  method(httpMethod: string): DeployedMethod | undefined;
}

/** A stage with the snapshot that it points at, its routes made once. */
export interface DeployedStage {
  readonly stage: Stage;
  readonly definition: ApiDefinition;
  readonly routes: RouteNode<DeployedResource>;
  /** The API's own policy, as it was deployed; undefined if it has none. */
  readonly policy: readonly PolicyStatement[] | undefined;
}

export type FindDeployed = (apiId: string, stageName: string) => DeployedStage | undefined;

/** Records are never changed in place, so what was compiled from a stage's record is right as long as it is set. */
export function deployedStages(engine: ApiGatewayEngine): FindDeployed {
  const compiled = new WeakMap<StageRecord, DeployedStage>();
  const granted = permissions(engine.context);
  return (apiId, stageName) => {
    const record = engine.stages.get(`${apiId}/${stageName}`);
    if (record === undefined) return undefined;
    let deployed = compiled.get(record);
    if (deployed === undefined) {
      const deployment = engine.deployments.get(`${apiId}/${record.stage.deploymentId}`);
      if (deployment === undefined) return undefined;
      deployed = compile(engine, granted, record.stage, deployment.definition);
      compiled.set(record, deployed);
    }
    return deployed;
  };
}

function compile(
  engine: ApiGatewayEngine,
  granted: Permissions,
  stage: Stage,
  definition: ApiDefinition,
): DeployedStage {
  const { context } = engine;
  const isBinary = binaryMatcher(definition.restApi.binaryMediaTypes ?? []);
  const variables = stage.variables ?? {};

  function deploy(resource: ResourceRecord, method: Method, httpMethod: string): DeployedMethod {
    const { methodIntegration: integration = {} } = method;
    const settings = settingsFor(stage, resource.path, httpMethod);
    return {
      method,
      validate: compileValidation(engine.schemas, definition, method),
      bucket: tokenBucket(context.clock, {
        rate: settings.throttlingRateLimit,
        burst: settings.throttlingBurstLimit,
      }),
      integrate:
        integration.type === 'MOCK'
          ? mockIntegration(integration, context.patterns)
          : lambdaIntegration({ context, permissions: granted, integration, variables, isBinary }),
    };
  }

  const routes = routeTree(Object.values(definition.resources), (resource): DeployedResource => {
    // Each method is compiled when it is first asked for, so that one that cannot be leaves the others alone.
    const methods = new Map<string, DeployedMethod>();
    return {
      resource,
      method(httpMethod) {
        const method = own(resource.methods, httpMethod) ?? resource.methods['ANY'];
        if (method === undefined) return undefined;
        const deployed = methods.get(httpMethod) ?? deploy(resource, method, httpMethod);
        methods.set(httpMethod, deployed);
        return deployed;
      },
    };
  });
  const { id, policy } = definition.restApi;
  const apiArn = `arn:aws:execute-api:${context.region}:${context.accountId}:${id}`;
  return { stage, definition, routes, policy: apiPolicyStatements(policy, apiArn) };
}
