import type { z } from 'zod';
import type { CallOptions, Input, OperationName, Output, ServiceName } from './api.ts';
import { AwsError, notImplemented } from './errors.ts';
import type { Service } from './service.ts';
import type { WireRequest, WireResponse } from './wire.ts';

export interface OperationRequest {
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
  // The input's type is tied to the schema in `operation`; a table of operations holds all kinds.
  run(engine: Engine, input: never, request: OperationRequest): unknown;
}

/**
 * Declares an API action. The schema takes the SDK's input shape, `run` answers with the SDK's output shape.
 * Dates and Uint8Arrays stand as such; each protocol renders them in its own way.
 */
export function operation<S extends ServiceName, O extends OperationName<S>>() {
  return <Engine, Schema extends z.ZodType>(definition: {
    input: Schema;
    run(
      engine: Engine,
      input: z.output<Schema>,
      request: OperationRequest,
    ): Promise<Output<S, O>> | Output<S, O>;
    /** Only for the type of in-process callers. */
    accepts?: (input: Input<S, O>) => void;
  }): Operation<Engine> => definition as Operation<Engine>;
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
  engine: Engine;
  protocol: Protocol;
  operations: Record<string, Operation<Engine>>;
  /** How the service words a failed input check; `ValidationException` unless told otherwise. */
  invalid?: (message: string) => AwsError;
  resume?: () => Promise<void>;
  close?: () => Promise<void>;
  /** Told of every InternalFailure. */
  failed?: (error: AwsError, operation: string) => void;
}

export function createOperationService<Engine>(options: OperationServiceOptions<Engine>): Service {
  const { name, engine, protocol, operations } = options;
  const invalid = options.invalid ?? ((message) => new AwsError('ValidationException', message));

  async function run(operationName: string, input: unknown, request: OperationRequest): Promise<object> {
    const found = Object.hasOwn(operations, operationName) ? operations[operationName] : undefined;
    if (found === undefined) throw notImplemented(name, operationName);
    const parsed = found.input.safeParse(input);
    if (!parsed.success) throw invalid(describeIssues(parsed.error));
    return ((await found.run(engine, parsed.data as never, request)) as object | undefined) ?? {};
  }

  return {
    async handle(request) {
      let operationName = 'unknown';
      try {
        const read = await protocol.read(request);
        operationName = read.operation;
        const output = await run(operationName, read.input, {
          id: request.id,
          signal: request.signal,
          ...traceHeaderOf(request),
          ...(request.scope && { accessKeyId: request.scope.accessKeyId }),
        });
        return protocol.answer(operationName, output, request);
      } catch (thrown) {
        const error = AwsError.from(thrown);
        if (error.code === 'InternalFailure') options.failed?.(error, operationName);
        return protocol.refuse(error, request);
      }
    },
    refuse: (error, request) => protocol.refuse(error, request),
    call: (operationName, input, callOptions: CallOptions) => run(operationName, input, callOptions),
    ...(options.resume && { resume: options.resume }),
    ...(options.close && { close: options.close }),
  };
}

function traceHeaderOf({ headers }: WireRequest): { traceHeader?: string } {
  const header = headers['x-amzn-trace-id'];
  return typeof header === 'string' ? { traceHeader: header } : {};
}

/** Names the members and the rule, never the value that was sent. */
function describeIssues(error: z.ZodError): string {
  const issues = error.issues.map((issue) => `${issue.path.join('.') || 'input'}: ${issue.message}`);
  return `${issues.length} validation error${issues.length === 1 ? '' : 's'} detected: ${issues.join('; ')}`;
}
