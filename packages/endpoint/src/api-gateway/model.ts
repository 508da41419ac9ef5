import type {
  GatewayResponse,
  Method,
  Model,
  RequestValidator,
  RestApi,
  Stage,
  UsagePlan,
} from '@aws-sdk/client-api-gateway';

export interface ResourceRecord {
  readonly id: string;
  readonly parentId?: string;
  readonly pathPart?: string;
  /** From the root, such as `/orders/{orderId}`. */
  readonly path: string;
  /** By HTTP method, or `ANY`. */
  readonly methods: Readonly<Record<string, Method>>;
}

/**
 * All that a deployment takes a snapshot of. Never changed in place: a change makes a new definition, so a
 * deployment keeps its own by keeping the reference, and what was compiled from one stays right.
 */
export interface ApiDefinition {
  readonly restApi: RestApi;
  readonly resources: Readonly<Record<string, ResourceRecord>>;
  readonly models: Readonly<Record<string, Model>>;
  readonly requestValidators: Readonly<Record<string, RequestValidator>>;
  /** Only the customised ones. */
  readonly gatewayResponses: Readonly<Record<string, GatewayResponse>>;
}

export interface DeploymentRecord {
  readonly apiId: string;
  readonly id: string;
  readonly description?: string | undefined;
  readonly createdDate: Date;
  readonly definition: ApiDefinition;
}

export interface StageRecord {
  readonly apiId: string;
  readonly stage: Stage;
}

export interface UsagePlanRecord {
  readonly plan: UsagePlan;
  readonly keyIds: readonly string[];
}

/** Requests that one key made under one plan within the quota period that began at `since`. */
export interface UsageRecord {
  readonly since: number;
  readonly used: number;
}
