import { randomBytes } from 'node:crypto';
import type { Attributes, Link, SpanContext } from '@opentelemetry/api';
import type { SpanKindName, SpanRecord } from '../../../schemas/traces/span-record.ts';
import { ownRelease } from '../identity.ts';
import { SpanClock } from './span-clock.ts';
import { type RemoteParent, SAMPLED } from './trace-context.ts';

export interface SpanOptions {
  name: string;
  kind: SpanKindName;
  /** Undefined for the root of a new trace. */
  parent: Span | RemoteParent | undefined;
  attributes?: Attributes;
  links?: readonly SpanContext[];
  /** Whether a root is recorded; what has a parent is recorded where its parent is. */
  sampleRoot?: (traceId: string) => boolean;
}

/**
 * One operation of a trace. It is written when it ends, as one line of JSON on stdout, and so in the function's log group:
 * that takes no call, no collector and no time after the answer. A span that is not sampled writes nothing and only passes
 * its context on.
 *
 * The SDK of OpenTelemetry would add 11 ms to each cold start (docs/decisions/0015).
 */
export class Span {
  readonly context: SpanContext;
  readonly #name: string;
  readonly #kind: SpanKindName;
  readonly #parentSpanId: string | undefined;
  readonly #clock: SpanClock;
  readonly #startUs: number;
  readonly #attributes: Attributes;
  readonly #links: Link['context'][];
  #rename: string | undefined;
  #failed = false;
  #ended = false;
  #stoppedUs: number | undefined;
  readonly #inner: Span[] = [];

  constructor({ name, kind, parent, attributes, links = [], sampleRoot = () => true }: SpanOptions) {
    const from = parent instanceof Span ? parent.context : parent;
    const traceId = from?.traceId ?? newTraceId();
    const traceFlags = from?.traceFlags ?? (sampleRoot(traceId) ? SAMPLED : 0);
    this.context = { traceId, spanId: randomBytes(8).toString('hex'), traceFlags };
    this.#name = name;
    this.#kind = kind;
    this.#parentSpanId = from?.spanId;
    this.#clock = parent instanceof Span ? parent.#clock : new SpanClock();
    this.#startUs = this.isRecording ? this.#clock.nowUs() : 0;
    this.#attributes = { ...attributes };
    this.#links = [...links];
  }

  get isRecording(): boolean {
    return this.context.traceFlags === SAMPLED;
  }

  /** For what is known of an operation only after it has begun. */
  rename(name: string): this {
    this.#rename = name;
    return this;
  }

  /** Ids, names, numbers and codes. What a customer sent, and what proves who they are, stays out. */
  set(attributes: Attributes): this {
    if (this.isRecording) Object.assign(this.#attributes, attributes);
    return this;
  }

  /** @param code as `error.type`: a closed code, no message */
  fail(code?: string): this {
    this.#failed = true;
    return code === undefined ? this : this.set({ 'error.type': code });
  }

  /** Sets the time of its end, to now. More can be set until it ends. */
  stop(): this {
    this.#stoppedUs = this.#clock.nowUs();
    return this;
  }

  /** Ends another span when this one ends, just before it. */
  endWithThis(inner: Span): void {
    this.#inner.push(inner);
  }

  end(): void {
    if (this.#ended || !this.isRecording) return;
    this.#ended = true;
    for (const inner of this.#inner) inner.end();
    process.stdout.write(`${JSON.stringify(this.#record())}\n`);
  }

  #record(): SpanRecord {
    const { traceId, spanId } = this.context;
    return {
      event: 'span',
      traceId,
      spanId,
      ...(this.#parentSpanId !== undefined && { parentSpanId: this.#parentSpanId }),
      name: this.#rename ?? this.#name,
      kind: this.#kind,
      startUs: this.#startUs,
      endUs: this.#stoppedUs ?? this.#clock.nowUs(),
      ...(this.#failed && { status: 'error' }),
      // Undefined values are not written; arrays are not set.
      attributes: this.#attributes as SpanRecord['attributes'],
      ...(this.#links.length > 0 && {
        links: this.#links.map((link) => ({ traceId: link.traceId, spanId: link.spanId })),
      }),
      resource: resource(),
    };
  }
}

/** Begins with the seconds since 1970, so that X-Ray takes it for one of its own. */
function newTraceId(): string {
  const seconds = Math.floor(Date.now() / 1000);
  return `${seconds.toString(16).padStart(8, '0')}${randomBytes(12).toString('hex')}`;
}

let made: SpanRecord['resource'] | undefined;

function resource(): SpanRecord['resource'] {
  if (made !== undefined) return made;
  const values = {
    'service.name': process.env['POWERTOOLS_SERVICE_NAME'],
    'service.version': ownRelease(),
    'faas.name': process.env['AWS_LAMBDA_FUNCTION_NAME'],
    'faas.version': process.env['AWS_LAMBDA_FUNCTION_VERSION'],
  };
  const known = Object.entries(values).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  made = Object.fromEntries(known);
  return made;
}
