import { lambdaError } from '../errors.ts';
import { checkRuntime } from '../input/runtimes.ts';
import type { FunctionSettings, SettingsChange, SettingsInput } from '../input/settings.ts';

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_ENVIRONMENT_BYTES = 4096;

/** https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html#configuration-envvars-runtime */
const RESERVED_VARIABLES = new Set([
  '_HANDLER',
  '_X_AMZN_TRACE_ID',
  'AWS_DEFAULT_REGION',
  'AWS_REGION',
  'AWS_EXECUTION_ENV',
  'AWS_LAMBDA_FUNCTION_NAME',
  'AWS_LAMBDA_FUNCTION_MEMORY_SIZE',
  'AWS_LAMBDA_FUNCTION_VERSION',
  'AWS_LAMBDA_INITIALIZATION_TYPE',
  'AWS_LAMBDA_LOG_GROUP_NAME',
  'AWS_LAMBDA_LOG_STREAM_NAME',
  'AWS_ACCESS_KEY',
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_LAMBDA_RUNTIME_API',
  'LAMBDA_TASK_ROOT',
  'LAMBDA_RUNTIME_DIR',
]);

export function settingsOf(name: string, input: SettingsInput): FunctionSettings {
  if (!input.Runtime || !input.Handler) {
    throw lambdaError.invalidParameter(
      'Runtime and Handler are mandatory parameters for functions created with deployment packages.',
    );
  }
  const defaults: FunctionSettings = {
    description: '',
    handler: input.Handler,
    runtime: checkRuntime(input.Runtime),
    role: input.Role,
    timeout: 3,
    memorySize: 128,
    variables: {},
    tracing: 'PassThrough',
    ephemeralStorage: 512,
    logging: { LogFormat: 'Text', LogGroup: `/aws/lambda/${name}` },
    architecture: input.Architectures?.[0] ?? 'x86_64',
  };
  return changed(name, defaults, input);
}

/** Settings after a change: what the change does not name stays. */
export function changed(name: string, before: FunctionSettings, change: SettingsChange): FunctionSettings {
  const variables =
    change.Environment === undefined ? before.variables : (change.Environment.Variables ?? {});
  checkVariables(variables);
  const deadLetterArn =
    change.DeadLetterConfig === undefined ? before.deadLetterArn : change.DeadLetterConfig.TargetArn;
  checkDeadLetterArn(deadLetterArn);
  const kmsKeyArn = change.KMSKeyArn ?? before.kmsKeyArn;
  return {
    description: change.Description ?? before.description,
    handler: change.Handler ?? before.handler,
    runtime: change.Runtime === undefined ? before.runtime : checkRuntime(change.Runtime),
    role: change.Role ?? before.role,
    timeout: change.Timeout ?? before.timeout,
    memorySize: change.MemorySize ?? before.memorySize,
    variables,
    ...(deadLetterArn && { deadLetterArn }),
    tracing: change.TracingConfig?.Mode ?? before.tracing,
    ephemeralStorage: change.EphemeralStorage?.Size ?? before.ephemeralStorage,
    logging:
      change.LoggingConfig === undefined
        ? before.logging
        : { ...change.LoggingConfig, LogGroup: change.LoggingConfig.LogGroup ?? `/aws/lambda/${name}` },
    ...(kmsKeyArn && { kmsKeyArn }),
    architecture: before.architecture,
  };
}

function checkVariables(variables: Record<string, string>): void {
  const names = Object.keys(variables);
  const reserved = names.filter((name) => RESERVED_VARIABLES.has(name));
  if (reserved.length > 0) {
    throw lambdaError.invalidParameter(
      `Lambda was unable to configure your environment variables because the environment variables you have provided contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(', ')}`,
    );
  }
  const malformed = names.find((name) => !/^[a-zA-Z][a-zA-Z0-9_]+$/.test(name));
  if (malformed !== undefined) {
    throw lambdaError.invalidParameter(
      `The environment variable name ${malformed} must begin with a letter, have at least two characters, and contain only letters, digits and underscores.`,
    );
  }
  if (Buffer.byteLength(JSON.stringify(variables)) > MAX_ENVIRONMENT_BYTES) {
    throw lambdaError.invalidParameter(
      'Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.',
    );
  }
}

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html: a standard queue or topic. */
function checkDeadLetterArn(arn: string | undefined): void {
  if (!arn || (/^arn:[\w-]+:(sqs|sns):/.test(arn) && !arn.endsWith('.fifo'))) return;
  throw lambdaError.invalidParameter(
    'The dead-letter target must be the ARN of a standard SQS queue or a standard SNS topic.',
  );
}
