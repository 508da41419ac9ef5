import { randomBytes } from 'node:crypto';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateFunctionCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  UpdateFunctionConfigurationCommand,
  waitUntilFunctionActiveV2,
  waitUntilFunctionUpdatedV2,
} from '@aws-sdk/client-lambda';
import { unzipSync, zipSync } from 'fflate';
import type { DriverContext } from '../context.ts';
import { readLogEvents } from '../logs/read-log-events.ts';

/** A request of the function itself, at which its process is killed by SIGKILL. */
export interface KillPoint {
  /** Before the request leaves the process, or as soon as its answer is in. */
  when: 'before' | 'after';
  /**
   * Of which requests: the end of the path of a service's URL, such as `/payments`; or an AWS service, with the
   * operation where its protocol names it in a header: `sns`, `dynamodb:TransactWriteItems`.
   */
  request: string;
}

export interface KilledCopyOptions {
  functionName: string;
  /** The version whose code is copied, byte for byte. */
  version: string;
  at: KillPoint;
}

export interface KilledCopy {
  functionName: string;
  /** Kills it at another point from now on. */
  killAt(point: KillPoint): Promise<void>;
  /** How often it was killed at a point, as its log says. On AWS the log is some seconds behind. */
  countKills(point: KillPoint): Promise<number>;
}

const MAX_WAIT_S = 60;

/**
 * Does `work` with a function that runs the code of a released version, with its role and settings, and whose process
 * is killed by SIGKILL at one of its own requests. Nothing of this is in the released code.
 */
export async function withKilledCopy<T>(
  { aws, run, signal }: Pick<DriverContext, 'aws' | 'run' | 'signal'>,
  { functionName, version, at }: KilledCopyOptions,
  work: (copy: KilledCopy) => Promise<T>,
): Promise<T> {
  const original = await aws.lambda.send(
    new GetFunctionCommand({ FunctionName: functionName, Qualifier: version }),
  );
  const { Role, Runtime, Timeout, MemorySize, Environment, Architectures, LoggingConfig } =
    original.Configuration ?? {};
  const code = await fetch(original.Code?.Location ?? '', { signal });
  if (!code.ok) throw new Error(`The code of ${functionName} cannot be read: status ${code.status}`);
  const files = unzipSync(new Uint8Array(await code.arrayBuffer()));

  const FunctionName = `dataflow-killed-${run}-${randomBytes(4).toString('hex')}`;
  const environmentFor = ({ when, request }: KillPoint) => ({
    Variables: { ...Environment?.Variables, KILLED_WHEN: when, KILLED_AT: request },
  });
  const since = Date.now();
  const logs = new CloudWatchLogsClient(aws.settings);
  const waiter = { client: aws.lambda, maxWaitTime: MAX_WAIT_S, abortSignal: signal };
  await aws.lambda.send(
    new CreateFunctionCommand({
      FunctionName,
      Description: 'Made by a scenario, which deletes it',
      Role,
      Runtime,
      Timeout,
      MemorySize,
      Architectures,
      Environment: environmentFor(at),
      ...(LoggingConfig?.LogGroup !== undefined && { LoggingConfig: { LogGroup: LoggingConfig.LogGroup } }),
      Handler: 'killed.handler',
      Code: { ZipFile: zipSync({ ...files, 'killed.mjs': new TextEncoder().encode(KILLED) }) },
    }),
  );
  try {
    await waitUntilFunctionActiveV2(waiter, { FunctionName });
    return await work({
      functionName: FunctionName,
      async killAt(point) {
        const Environment = environmentFor(point);
        await aws.lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment }));
        await waitUntilFunctionUpdatedV2(waiter, { FunctionName });
      },
      async countKills(point) {
        const group = LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`;
        const filterPattern = `"${killedLine(FunctionName, point)}"`;
        return (await readLogEvents(logs, { group, since, filterPattern }, signal)).length;
      },
    });
  } finally {
    logs.destroy();
    await aws.lambda.send(new DeleteFunctionCommand({ FunctionName }));
  }
}

/** What a copy writes into its log, which it may share with the original. */
function killedLine(functionName: string, { when, request }: KillPoint): string {
  return `killed ${when} ${request} in ${functionName}`;
}

/** Wraps the released handler; both modules are replaced before it loads. */
const KILLED = `
import { writeSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import { syncBuiltinESMExports } from 'node:module';

const { KILLED_WHEN, KILLED_AT, AWS_LAMBDA_FUNCTION_NAME } = process.env;

function kill() {
  writeSync(1, 'killed ' + KILLED_WHEN + ' ' + KILLED_AT + ' in ' + AWS_LAMBDA_FUNCTION_NAME + '\\n');
  process.kill(process.pid, 'SIGKILL');
}

// Services are called by URL; the SDK passes options, with the service in the scope of the signature.
function isTheOne(target) {
  if (KILLED_AT.startsWith('/')) return target instanceof URL && target.pathname.endsWith(KILLED_AT);
  if (target instanceof URL) return false;
  const headers = Object.entries(target.headers ?? {});
  const header = (wanted) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1] ?? '';
  const [service, operation] = KILLED_AT.split(':');
  const scope = new RegExp('/' + service + '/aws4_request');
  return scope.test(header('authorization')) && header('x-amz-target').endsWith(operation ? '.' + operation : '');
}

for (const module of [http, https]) {
  const { request } = module;
  module.request = (target, ...rest) => {
    const wanted = isTheOne(target);
    if (wanted && KILLED_WHEN === 'before') {
      kill();
      // The signal takes a moment, in which nothing may be sent.
      for (;;);
    }
    const sent = request(target, ...rest);
    if (wanted) sent.on('response', (answer) => answer.on('end', kill));
    return sent;
  };
}
syncBuiltinESMExports();
const released = await import('./index.mjs');
export const handler = released.handler;
`;
