import type { CallOptions, ServiceName } from './api.ts';
import type { EndpointContext } from './context.ts';
import type { AwsError } from './errors.ts';
import type { PolicyStatement } from './policy/evaluate.ts';
import type { ReadIdentityPolicies } from './policy/identity-policies.ts';
import type { WireRequest, WireResponse } from './wire.ts';

/** One AWS service of the endpoint. */
export interface Service {
  /** Answers one request from the wire; failures come back in the service's own error shape, never thrown. */
  handle(request: WireRequest): Promise<WireResponse>;
  /** The answer in the service's own error shape for a request whose outcome could not be made durable. */
  refuse(error: AwsError, request: WireRequest): WireResponse;
  /** Runs one operation for another service, in the SDK's shapes; throws AwsError. */
  call(operation: string, input: object, options: CallOptions): Promise<unknown>;
  /** The statements of the policy of one of its resources; undefined if there is no such resource. */
  resourcePolicy?(arn: string): readonly PolicyStatement[] | undefined;
  /** The policies of a role and of one of its sessions: IAM has them. */
  readonly identityPolicies?: ReadIdentityPolicies;
  /** Takes up work that was under way when the endpoint last stopped (pollers, pending deliveries). */
  resume?(): Promise<void>;
  /** Stops timers and work; called once. */
  close?(): Promise<void>;
}

/** How requests find a service, and where its code is. */
export interface ServiceDescriptor {
  name: ServiceName;
  /** Services of a credential scope that are this one. */
  scopes: readonly string[];
  /** What `X-Amz-Target` begins with, for the JSON protocols. */
  target?: string;
  /** Clients sign for us-east-1 wherever they are. */
  global?: boolean;
  load(): Promise<{ createService: CreateService }>;
}

/** What each service folder's `service.ts` exports as `createService`. */
export type CreateService = (context: EndpointContext) => Service | Promise<Service>;
