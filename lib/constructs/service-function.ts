import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Architecture,
  type CfnVersion,
  Code,
  type IVersion,
  Function as LambdaFunction,
  Runtime,
  Version,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import type { Construct } from 'constructs';
import { tracingEnvironment } from './tracing.ts';

export interface ServiceFunctionProps {
  service: string;
  /** The folder of the built handler. */
  directory: string;
  /** What the service does, for those who find the function in a console. */
  description: string;
  timeout: Duration;
  /** In MB; 512 by default. */
  memorySize?: number;
  /** The export of the code that is invoked; `handler` by default. */
  entry?: string;
  /** Instances that are set aside for the function, and the most that it may have. */
  reservedConcurrency?: number;
  environment?: Record<string, string>;
}

export interface ServiceFunction {
  role: Role;
  function: LambdaFunction;
}

/** A function as all of ours are, with a role and a log group of its own. */
export function serviceFunction(scope: Construct, props: ServiceFunctionProps): ServiceFunction {
  const logGroup = new LogGroup(scope, 'Logs', {
    retention: RetentionDays.ONE_WEEK,
    removalPolicy: RemovalPolicy.DESTROY,
  });
  // A role of its own instead of AWSLambdaBasicExecutionRole, which may write to every log group.
  const role = new Role(scope, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
  logGroup.grantWrite(role);
  const code = new LambdaFunction(scope, 'Function', {
    description: props.description,
    runtime: Runtime.NODEJS_24_X,
    architecture: Architecture.ARM_64,
    handler: `index.${props.entry ?? 'handler'}`,
    code: Code.fromAsset(props.directory),
    role,
    logGroup,
    // A Node process with the SDK holds about 90 MB; Lambda's share of a CPU grows with memory, and below
    // 512 MB a cold start of one second becomes several.
    memorySize: props.memorySize ?? 512,
    timeout: props.timeout,
    ...(props.reservedConcurrency !== undefined && {
      reservedConcurrentExecutions: props.reservedConcurrency,
    }),
    environment: {
      POWERTOOLS_SERVICE_NAME: props.service,
      ...tracingEnvironment(scope),
      ...props.environment,
    },
  });
  return { role, function: code };
}

/** Publishes what the function now holds as the release of that name. Tools find it by its description. */
export function publishRelease(
  scope: Construct,
  code: LambdaFunction,
  release: string,
  owner: string,
): IVersion {
  const name = releaseLogicalId(release);
  const version = new Version(scope, name, {
    lambda: code,
    description: `release ${release}`,
    removalPolicy: RemovalPolicy.RETAIN,
  });
  // Set by hand, so that no change of the construct tree can give a published version a new id.
  (version.node.defaultChild as CfnVersion).overrideLogicalId(`${owner}${name}`);
  return version as IVersion;
}

/** `v1-naive` becomes `ReleaseV1Naive`, and `v1.1` `ReleaseV1Patch1`: an id has letters and digits only. */
function releaseLogicalId(release: string): string {
  const words = release.replace('.', '-patch').split('-');
  return `Release${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}`;
}
