import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  waitUntilFunctionActiveV2,
} from '@aws-sdk/client-lambda';
import { unzipSync, zipSync } from 'fflate';
import type { DriverContext } from '../context.ts';

export interface KilledCopyOptions {
  functionName: string;
  /** The version whose code is copied, byte for byte. */
  version: string;
  /** The end of the path of the request whose answer is the last thing that the process sees. */
  path: string;
}

/**
 * Does `work` with a function that runs the code of a released version, with its role and settings, and whose process
 * is killed by SIGKILL as soon as the answer to one of its own requests is in. Nothing of this is in the released code.
 */
export async function withKilledCopy<T>(
  { aws, run, signal }: Pick<DriverContext, 'aws' | 'run' | 'signal'>,
  { functionName, version, path }: KilledCopyOptions,
  work: (copyName: string) => Promise<T>,
): Promise<T> {
  const original = await aws.lambda.send(
    new GetFunctionCommand({ FunctionName: functionName, Qualifier: version }),
  );
  const { Role, Runtime, Timeout, MemorySize, Environment, Architectures, LoggingConfig } =
    original.Configuration ?? {};
  const code = await fetch(original.Code?.Location ?? '', { signal });
  if (!code.ok) throw new Error(`The code of ${functionName} cannot be read: status ${code.status}`);
  const files = unzipSync(new Uint8Array(await code.arrayBuffer()));

  const FunctionName = `dataflow-killed-${run}-${version}`;
  await aws.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Description: 'Made by a scenario, which deletes it',
      Role,
      Runtime,
      Timeout,
      MemorySize,
      Architectures,
      Environment: { Variables: { ...Environment?.Variables, KILLED_AFTER: path } },
      ...(LoggingConfig?.LogGroup !== undefined && { LoggingConfig: { LogGroup: LoggingConfig.LogGroup } }),
      Handler: 'killed.handler',
      Code: { ZipFile: zipSync({ ...files, 'killed.mjs': new TextEncoder().encode(KILLED) }) },
    }),
  );
  try {
    await waitUntilFunctionActiveV2(
      { client: aws.lambda, maxWaitTime: 60, abortSignal: signal },
      { FunctionName },
    );
    return await work(FunctionName);
  } finally {
    await aws.lambda.send(new DeleteFunctionCommand({ FunctionName }));
  }
}

/** Wraps the released handler; both modules are replaced before it loads. */
const KILLED = `
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

for (const module of [http, https]) {
  const { request } = module;
  module.request = (url, ...rest) => {
    const sent = request(url, ...rest);
    // Services are called by URL; the SDK passes options.
    if (url instanceof URL && url.pathname.endsWith(process.env.KILLED_AFTER)) {
      sent.on('response', (answer) => answer.on('end', () => process.kill(process.pid, 'SIGKILL')));
    }
    return sent;
  };
}
syncBuiltinESMExports();
const released = await import('./index.mjs');
export const handler = released.handler;
`;
