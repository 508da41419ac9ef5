import {
  CreateFunctionCommand,
  type CreateFunctionRequest,
  type FunctionConfiguration,
  type InvocationRequest,
  InvokeCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import { zipOf } from '../../src/testing/zip-of.ts';

/** A role that functions of tests run as. */
export const TEST_ROLE = 'arn:aws:iam::000000000000:role/test-function';

export interface TestFunction extends Partial<Omit<CreateFunctionRequest, 'FunctionName' | 'Code'>> {
  name: string;
  /** An ES module that exports `handler`, or files by path. */
  source: string | Record<string, string | Uint8Array>;
}

/** Creates a function whose code is written in the test. Takes what `clients(endpoint)` gives. */
export async function createFunction(
  clients: { lambda(): LambdaClient },
  { name, source, ...settings }: TestFunction,
): Promise<Omit<FunctionConfiguration, '$metadata'>> {
  return clients.lambda().send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: TEST_ROLE,
      ...settings,
      Code: { ZipFile: zipOf(typeof source === 'string' ? { 'index.mjs': source } : source) },
    }),
  );
}

export interface Invoked {
  status: number | undefined;
  /** Set when the function failed. */
  error: string | undefined;
  executedVersion: string | undefined;
  requestId: string | undefined;
  /** The answer, parsed; undefined where there is none. */
  // biome-ignore lint/suspicious/noExplicitAny: what a test's own function answers, the test knows
  answer: any;
  log: string;
}

/** Invokes a function and reads its answer. */
export async function invokeFunction(
  clients: { lambda(): LambdaClient },
  name: string,
  event?: unknown,
  options: Omit<Partial<InvocationRequest>, 'FunctionName' | 'Payload'> = {},
): Promise<Invoked> {
  const output = await clients.lambda().send(
    new InvokeCommand({
      FunctionName: name,
      ...(event !== undefined && { Payload: JSON.stringify(event) }),
      ...options,
    }),
  );
  const text = output.Payload?.transformToString() ?? '';
  return {
    status: output.StatusCode,
    error: output.FunctionError,
    executedVersion: output.ExecutedVersion,
    requestId: output.$metadata.requestId,
    answer: text === '' ? undefined : JSON.parse(text),
    log: Buffer.from(output.LogResult ?? '', 'base64').toString('utf8'),
  };
}
