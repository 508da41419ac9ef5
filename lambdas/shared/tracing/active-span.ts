import { AsyncLocalStorage } from 'node:async_hooks';
import { ShopError } from '../errors.ts';
import type { Span } from './span.ts';

const storage = new AsyncLocalStorage<Span>();

/** The span that the caller works for; undefined where tracing is off. */
export function activeSpan(): Span | undefined {
  return storage.getStore();
}

/** Runs something as a part of the work of a span, which goes on after it. */
export function workIn<T>(span: Span, run: () => T): T {
  return storage.run(span, run);
}

/** Runs an operation as the work of a span, and ends the span with it. */
export async function runInSpan<T>(span: Span, run: () => Promise<T>): Promise<T> {
  try {
    return await workIn(span, run);
  } catch (error) {
    span.fail(codeOf(error));
    throw error;
  } finally {
    span.end();
  }
}

/** Of this project's errors their closed code; a message could quote what was sent. */
export function codeOf(error: unknown): string {
  const own = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof own === 'string' && /^[\w.-]{1,64}$/.test(own) ? own : ShopError.from(error).code;
}
