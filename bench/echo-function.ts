import { CreateFunctionCommand, type LambdaClient, waitUntilFunctionActiveV2 } from '@aws-sdk/client-lambda';
import { strToU8, zipSync } from 'fflate';

const CODE = zipSync({ 'index.mjs': strToU8('export const handler = async (event) => event;') });

/** A function that gives back what it gets. Returns its name. */
export async function createEchoFunction(lambda: LambdaClient, FunctionName: string): Promise<string> {
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: 'arn:aws:iam::000000000000:role/bench',
      Code: { ZipFile: CODE },
    }),
  );
  await waitUntilFunctionActiveV2({ client: lambda, maxWaitTime: 30 }, { FunctionName });
  return FunctionName;
}
