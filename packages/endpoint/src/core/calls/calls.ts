import { AsyncLocalStorage } from 'node:async_hooks';
import type { Authorization } from './authorization.ts';
import type { Call, Interceptor, Run } from './call.ts';
import type { Principal } from './principal.ts';
import {
  newTrace,
  readTrace,
  type TraceContext,
  type TraceHeaders,
  type TraceSource,
} from './trace-context.ts';

/** What is known of a call before it runs. Functions are evaluated at most once, and only when they are asked for. */
export interface CallDescription {
  id?: string | undefined;
  service: Call['service'];
  operation: string;
  input: () => object;
  origin: Call['origin'];
  principal: () => Principal;
  resource: () => string | undefined;
  sourceArn?: string | undefined;
  authorization?: () => Authorization | undefined;
  traceHeaders?: TraceHeaders;
}

/** The pipeline: every call of the endpoint passes through the interceptors in their order. */
export class Calls {
  readonly #interceptors: readonly Interceptor[];
  readonly #source: TraceSource;
  readonly #current = new AsyncLocalStorage<Call>();

  /** @param interceptors outermost first */
  constructor(interceptors: readonly Interceptor[], source: TraceSource) {
    this.#interceptors = interceptors;
    this.#source = source;
  }

  /** The call that the running code serves; undefined in work that no call waits for. */
  current(): Call | undefined {
    return this.#current.getStore();
  }

  /** Runs work that no call waits for, such as a poller or a timer, without a parent. */
  detached<T>(work: () => T): T {
    return this.#current.exit(work);
  }

  async run<Output extends object>(description: CallDescription, run: Run<Output>): Promise<Output> {
    const call = new DescribedCall(description, this.current(), this.#source);
    let output: Output | undefined;
    const last: Run = async (given) => {
      output = await this.#current.run(given, () => run(given));
      return output;
    };
    await this.#interceptors.reduceRight<Run>((next, interceptor) => interceptor(next), last)(call);
    // Interceptors see outputs and do not replace them, so that the type is kept.
    return output as Output;
  }
}

class DescribedCall implements Call {
  readonly id: string;
  readonly parent: string | undefined;
  readonly service: Call['service'];
  readonly operation: string;
  readonly origin: Call['origin'];
  readonly sourceArn: string | undefined;
  readonly #description: CallDescription;
  readonly #caller: Call | undefined;
  readonly #source: TraceSource;
  #input: object | undefined;
  #principal: Principal | undefined;
  #resource: { arn: string | undefined } | undefined;
  #authorization: { asked: Authorization | undefined } | undefined;
  #trace: TraceContext | undefined;

  constructor(description: CallDescription, caller: Call | undefined, source: TraceSource) {
    this.id = description.id ?? source.newId();
    this.parent = caller?.id;
    this.service = description.service;
    this.operation = description.operation;
    this.origin = description.origin;
    this.sourceArn = description.sourceArn;
    this.#description = description;
    this.#caller = caller;
    this.#source = source;
  }

  get input(): object {
    this.#input ??= this.#description.input();
    return this.#input;
  }

  get principal(): Principal {
    this.#principal ??= this.#description.principal();
    return this.#principal;
  }

  get resource(): string | undefined {
    this.#resource ??= { arn: this.#description.resource() };
    return this.#resource.arn;
  }

  get authorization(): Authorization | undefined {
    this.#authorization ??= { asked: this.#description.authorization?.() };
    return this.#authorization.asked;
  }

  get trace(): TraceContext {
    this.#trace ??=
      readTrace(this.#description.traceHeaders ?? {}) ?? this.#caller?.trace ?? newTrace(this.#source);
    return this.#trace;
  }
}
