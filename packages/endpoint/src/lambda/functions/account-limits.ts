import type { FunctionEngine } from '../engine.ts';
import { CONCURRENT_EXECUTIONS } from './limits.ts';

/** What functions without reserved concurrency share. */
export function unreservedConcurrency({ functions }: FunctionEngine): number {
  let left = CONCURRENT_EXECUTIONS;
  for (const { reservedConcurrency } of functions.values()) left -= reservedConcurrency ?? 0;
  return left;
}
