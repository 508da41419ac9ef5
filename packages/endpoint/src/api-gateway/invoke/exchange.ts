import type { Method, Stage } from '@aws-sdk/client-api-gateway';
import type { WireRequest } from '../../core/wire.ts';
import type { ResourceRecord } from '../model.ts';
import type { Address } from './address.ts';
import type { GatewayFailure } from './gateway-failure.ts';
import type { Identity } from './identity.ts';
import type { RequestHeaders } from './request-headers.ts';

/** One request on its way through a deployed API, and what is known about it so far. */
export interface Exchange {
  readonly request: WireRequest;
  readonly address: Address;
  readonly accountId: string;
  readonly domainName: string;
  /** What `x-amz-apigw-id` says. */
  readonly extendedRequestId: string;
  /** X-Amzn-Trace-Id: the client's, or that of a new trace. */
  readonly traceId: string;
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly headers: RequestHeaders;
  readonly identity: Identity;
  stage?: Stage;
  resource?: ResourceRecord;
  method?: Method;
  pathParameters?: Record<string, string> | undefined;
  body?: Buffer;
  failure?: GatewayFailure;
  integration?: IntegrationOutcome;
}

export interface IntegrationOutcome {
  /** What the integration's service answered with, such as 200 of Lambda's Invoke. */
  status?: number;
  /** What the function itself answered with. */
  functionStatus?: number;
  /** Milliseconds. */
  latency: number;
  error?: string;
}
