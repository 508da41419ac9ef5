import {
  GetFunctionConfigurationCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import type { ScenarioContext } from '../../kit/scenario.ts';

/**
 * Does `work` while `$LATEST` of a function has the name of a table that is not there, and puts the name back. Nothing
 * is routed to `$LATEST`: the published versions, and so all other clients, keep the table.
 */
export async function withoutTable<T>(
  { aws }: Pick<ScenarioContext, 'aws'>,
  functionName: string,
  work: () => Promise<T>,
): Promise<T> {
  const FunctionName = functionName;
  const { Environment } = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const variables = Environment?.Variables ?? {};
  const use = async (Variables: Record<string, string>) => {
    await aws.lambda.send(
      new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }),
    );
    await waitUntilFunctionUpdatedV2({ client: aws.lambda, maxWaitTime: 60, minDelay: 1 }, { FunctionName });
  };
  await use({ ...variables, SHARED_TABLE: `${variables['SHARED_TABLE']}-gone` });
  try {
    return await work();
  } finally {
    await use(variables);
  }
}
