import { join } from 'node:path';
import type { EndpointContext } from '../../core/context.ts';
import { machineVariables } from '../../core/environment.ts';
import type { ExecutionSpec } from './execution-spec.ts';

/** Where the runtime client is. */
export const RUNTIME_DIRECTORY = join(import.meta.dirname, '..', 'runtime');

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
export async function environmentVariables(
  context: EndpointContext,
  spec: ExecutionSpec,
  environmentId: string,
  logStream: string,
): Promise<Record<string, string>> {
  const { settings } = spec;
  const credentials = await roleCredentials(context, spec);
  return {
    ...machineVariables(),
    // A function that sets its own endpoint keeps it, as it would on AWS.
    AWS_ENDPOINT_URL: context.url(),
    LANG: 'en_US.UTF-8',
    TZ: ':UTC',
    ...settings.variables,
    _HANDLER: settings.handler,
    AWS_REGION: context.region,
    AWS_DEFAULT_REGION: context.region,
    AWS_EXECUTION_ENV: `AWS_Lambda_${settings.runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: spec.functionName,
    AWS_LAMBDA_FUNCTION_VERSION: spec.version,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(settings.memorySize),
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: settings.logging.LogGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: logStream,
    ...(settings.logging.LogFormat === 'JSON' && {
      AWS_LAMBDA_LOG_FORMAT: 'JSON',
      AWS_LAMBDA_LOG_LEVEL: settings.logging.ApplicationLogLevel ?? 'INFO',
    }),
    AWS_LAMBDA_RUNTIME_API: `${new URL(context.url()).host}/_lambda/${environmentId}`,
    LAMBDA_TASK_ROOT: spec.codeDirectory,
    LAMBDA_RUNTIME_DIR: RUNTIME_DIRECTORY,
    ...credentials,
  };
}

/** Twelve hours, the longest that STS gives; environments are replaced before that. */
export const CREDENTIALS_SECONDS = 43_200;

async function roleCredentials(
  context: EndpointContext,
  spec: ExecutionSpec,
): Promise<Record<string, string>> {
  const { Credentials: session } = await context.call('sts', 'AssumeRole', {
    RoleArn: spec.settings.role,
    RoleSessionName: spec.functionName.padEnd(2, '-'),
    DurationSeconds: CREDENTIALS_SECONDS,
  });
  return {
    AWS_ACCESS_KEY_ID: session?.AccessKeyId ?? '',
    AWS_SECRET_ACCESS_KEY: session?.SecretAccessKey ?? '',
    AWS_SESSION_TOKEN: session?.SessionToken ?? '',
  };
}
