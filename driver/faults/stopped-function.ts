import {
  DeleteFunctionConcurrencyCommand,
  GetFunctionConcurrencyCommand,
  PutFunctionConcurrencyCommand,
} from '@aws-sdk/client-lambda';
import type { DriverContext } from '../context.ts';

/**
 * Does `work` while a function takes no invocation at all, and puts its concurrency back as it was, come what may.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html "Set it to zero to throttle"
 */
export async function whileStopped<T>(
  { aws }: Pick<DriverContext, 'aws'>,
  functionName: string,
  work: () => Promise<T>,
): Promise<T> {
  const FunctionName = functionName;
  const before = await aws.lambda.send(new GetFunctionConcurrencyCommand({ FunctionName }));
  const reserve = (ReservedConcurrentExecutions: number) =>
    aws.lambda.send(new PutFunctionConcurrencyCommand({ FunctionName, ReservedConcurrentExecutions }));
  await reserve(0);
  try {
    return await work();
  } finally {
    const { ReservedConcurrentExecutions: reserved } = before;
    if (reserved !== undefined) await reserve(reserved);
    else await aws.lambda.send(new DeleteFunctionConcurrencyCommand({ FunctionName }));
  }
}
