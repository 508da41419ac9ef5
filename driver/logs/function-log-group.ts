import { GetFunctionConfigurationCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** The log group of a function: its own setting, or the one that Lambda makes. */
export async function functionLogGroup(
  lambda: LambdaClient,
  functionName: string,
  signal?: AbortSignal,
): Promise<string> {
  const { LoggingConfig } = await lambda.send(
    new GetFunctionConfigurationCommand({ FunctionName: functionName }),
    { ...(signal && { abortSignal: signal }) },
  );
  return LoggingConfig?.LogGroup ?? `/aws/lambda/${functionName}`;
}
