import type { ServiceName } from '../api.ts';
import type { Authorization } from './authorization.ts';
import type { Principal } from './principal.ts';
import type { TraceContext } from './trace-context.ts';

/** Services that take calls; `execute-api` is what API Gateway deploys, as in IAM policies. */
export type CalledService = ServiceName | 'execute-api';

/**
 * One API call, from the wire or from a service of this endpoint. Interceptors see it before and after it runs.
 * `input`, `principal`, `resource`, `authorization` and `trace` are computed when they are first read: a call that nothing inspects
 * costs nothing more.
 */
export interface Call {
  /** The request id: of the request on the wire, or a new one. */
  readonly id: string;
  /** The id of the call that made this one, such as the invocation in which a function sends a message. */
  readonly parent: string | undefined;
  readonly trace: TraceContext;
  readonly service: CalledService;
  readonly operation: string;
  /** The parsed input in the SDK's shape. Interceptors must not change it. */
  readonly input: object;
  readonly origin: 'wire' | 'service';
  readonly principal: Principal;
  /** ARN of the resource that the operation acts on, as IAM policies name it; undefined if it acts on none. */
  readonly resource: string | undefined;
  /** ARN of the resource that a calling service acts for, `aws:SourceArn` in policies. */
  readonly sourceArn: string | undefined;
  /** What the resource asks of its callers; undefined if it lets every caller in. */
  readonly authorization: Authorization | undefined;
}

/** Runs a call and resolves with its output; rejects with an AwsError. */
export type Run<Output extends object = object> = (call: Call) => Promise<Output>;

/** Sees every call: may refuse it, time it, or look at its output. The first of a list is the outermost. */
export type Interceptor = (next: Run) => Run;
