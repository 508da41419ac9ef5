import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import type { DriverContext } from '../context.ts';

/**
 * Does `work` while a function takes at most `limit` invocations at a time, and puts its concurrency back as it was
 * whatever happens. Lambda throttles the others.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
 */
export async function withReservedConcurrency<T>(
  { aws }: Pick<DriverContext, 'aws'>,
  functionName: string,
  limit: number,
  work: () => Promise<T>,
): Promise<T> {
  const FunctionName = functionName;
  const before = await aws.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  const reserve = (ReservedConcurrentExecutions: number) =>
    aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  await reserve(limit);
  try {
    return await work();
  } finally {
    const { ReservedConcurrentExecutions: reserved } = before;
    if (reserved !== undefined) await reserve(reserved);
    else await aws.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  }
}
