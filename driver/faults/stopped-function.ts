import type { DriverContext } from '../context.ts';
import { withReservedConcurrency } from './reserved-concurrency.ts';

/**
 * Does `work` while a function takes no invocation at all, and puts its concurrency back as it was whatever happens.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html "Set it to zero to throttle"
 */
export function whileStopped<T>(
  context: Pick<DriverContext, 'aws'>,
  functionName: string,
  work: () => Promise<T>,
): Promise<T> {
  return withReservedConcurrency(context, functionName, 0, work);
}
