import type { z } from 'zod';
import type { CallOptions, Input, OperationName, Output, ServiceName } from './api.ts';
import type { Call } from './calls/call.ts';
import type { Principal } from './calls/principal.ts';
import type { TraceHeaders } from './calls/trace-context.ts';
import type { EndpointContext } from './context.ts';
import { AwsError, coreError } from './errors.ts';
import { lackingMember } from './input.ts';
import type { PolicyStatement } from './policy/evaluate.ts';
import type { Service } from './service.ts';
import type { WireRequest, WireResponse } from './wire.ts';

export interface OperationRequest {
  readonly call: Call;
  /** Set when the call came over the wire. */
  readonly id?: string;
  readonly accessKeyId?: string;
  /** X-Amzn-Trace-Id, which SDKs inside a function send along with every request. */
  readonly traceHeader?: string;
  readonly signal?: AbortSignal;
  /** Only in process; see CallOptions. */
  readonly waitMilliseconds?: number;
}

/** One API action: its input, checked once at the edge, and what it does on the service's engine. */
export interface Operation<Engine> {
  readonly input: z.ZodType;
  /** ARN of what the action acts on, as an IAM policy names it; undefined for actions on no single resource. */
  resource(engine: Engine, input: never): string | undefined;
  // The input's type is tied to the schema in `operation`; a table of operations holds all kinds.
  run(engine: Engine, input: never, request: OperationRequest): unknown;
}

/**
 * Declares an API action. The schema takes the SDK's input shape, `run` answers with the SDK's output shape, and
 * `resource` names what the action acts on, as IAM will ask for it (`noResource` for actions on no single resource).
 * Dates and Uint8Arrays stand as such; each protocol renders them in its own way.
 */
export function operation<
  S extends ServiceName,
  O extends OperationName<S>,
  Engine,
  Schema extends z.ZodType,
>(
  _service: S,
  _operation: O,
  definition: {
    resource(engine: NoInfer<Engine>, input: NoInfer<z.output<Schema>>): string | undefined;
    input: Schema;
    run(
      engine: Engine,
      input: z.output<Schema>,
      request: OperationRequest,
    ): Promise<Output<S, O>> | Output<S, O>;
    /** Only for the type of in-process callers. */
    accepts?: (input: Input<S, O>) => void;
  },
): Operation<Engine> {
  return definition as Operation<Engine>;
}

/** How a protocol reads operations off the wire and writes answers. One implementation a wire protocol. */
export interface Protocol {
  read(request: WireRequest): Promise<{ operation: string; input: unknown }>;
  answer(operation: string, output: object, request: WireRequest): WireResponse;
  refuse(error: AwsError, request: WireRequest): WireResponse;
}

export interface OperationServiceOptions<Engine> {
  /** As in ARNs and messages, such as `sqs`. */
  name: ServiceName;
  context: EndpointContext;
  engine: Engine;
  protocol: Protocol;
  operations: Record<string, Operation<Engine>>;
  /** How the service words a failed input check; `ValidationException` by default. */
  invalid?: (message: string) => AwsError;
  /** The statements of a resource's policy; undefined if there is no such resource. */
  resourcePolicy?: (arn: string) => readonly PolicyStatement[] | undefined;
  resume?: () => Promise<void>;
  close?: () => Promise<void>;
}

export function createOperationService<Engine>(options: OperationServiceOptions<Engine>): Service {
  const { name, context, engine, protocol, operations } = options;
  const invalid = options.invalid ?? coreError.validation;

  function parse(operationName: string, { input: schema }: Operation<Engine>, input: unknown): never {
    const parsed = schema.safeParse(input);
    if (!parsed.success) {
      const member = lackingMember(parsed.error);
      if (member !== undefined) throw coreError.notImplemented(name, `${operationName} with ${member}`);
      throw invalid(describeIssues(parsed.error));
    }
    return parsed.data as never;
  }

  function run(
    operationName: string,
    input: object,
    request: Omit<OperationRequest, 'call'>,
    caller: {
      origin: Call['origin'];
      principal: () => Principal;
      traceHeaders: TraceHeaders;
      sourceArn?: string | undefined;
    },
  ): Promise<object> {
    const found = Object.hasOwn(operations, operationName) ? operations[operationName] : undefined;
    const parsed = once(() => {
      if (found === undefined) throw coreError.notImplemented(name, operationName);
      return parse(operationName, found, input);
    });
    return context.calls.run(
      {
        id: request.id,
        service: name,
        operation: operationName,
        input: () => input,
        resource: () => found?.resource(engine, parsed()),
        ...caller,
      },
      async (call) => {
        const value = parsed();
        return ((await found?.run(engine, value, { ...request, call })) as object | undefined) ?? {};
      },
    );
  }

  return {
    async handle(request) {
      try {
        const read = await protocol.read(request);
        const traceHeaders = traceHeadersOf(request);
        const output = await run(
          read.operation,
          read.input as object,
          {
            id: request.id,
            signal: request.signal,
            ...(traceHeaders.amazon !== undefined && { traceHeader: traceHeaders.amazon }),
            ...(request.scope && { accessKeyId: request.scope.accessKeyId }),
          },
          {
            origin: 'wire',
            principal: () => context.principals.ofAccessKey(request.scope?.accessKeyId),
            traceHeaders,
          },
        );
        return protocol.answer(read.operation, output, request);
      } catch (thrown) {
        return protocol.refuse(AwsError.from(thrown), request);
      }
    },
    refuse: (error, request) => protocol.refuse(error, request),
    call: (
      operationName,
      input,
      { servicePrincipal = `${name}.amazonaws.com`, sourceArn, ...callOptions }: CallOptions,
    ) =>
      run(operationName, input, callOptions, {
        origin: 'service',
        sourceArn,
        principal: () =>
          callOptions.accessKeyId === undefined
            ? { type: 'service', service: servicePrincipal }
            : context.principals.ofAccessKey(callOptions.accessKeyId),
        traceHeaders: { amazon: callOptions.traceHeader },
      }),
    ...(options.resourcePolicy && { resourcePolicy: options.resourcePolicy }),
    ...(options.resume && { resume: options.resume }),
    ...(options.close && { close: options.close }),
  };
}

/** A value that is computed when it is first asked for; a failure is computed again. */
function once<T extends NonNullable<unknown>>(compute: () => T): () => T {
  let value: T | undefined;
  return () => {
    value ??= compute();
    return value;
  };
}

/** The headers of a request that name its trace. */
export function traceHeadersOf({ headers }: Pick<WireRequest, 'headers'>): TraceHeaders {
  const { traceparent, 'x-amzn-trace-id': amazon } = headers;
  return {
    ...(typeof traceparent === 'string' && { traceparent }),
    ...(typeof amazon === 'string' && { amazon }),
  };
}

/** A message names the first ones: thousands would say no more. */
const MAX_DESCRIBED = 10;

/** Names the members and the rule, never the value that was sent. */
function describeIssues({ issues }: z.ZodError): string {
  const described = issues
    .slice(0, MAX_DESCRIBED)
    .map(({ path, message }) => `${path.join('.') || 'input'}: ${message}`);
  const more = issues.length > MAX_DESCRIBED ? '; …' : '';
  return `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected: ${described.join('; ')}${more}`;
}
