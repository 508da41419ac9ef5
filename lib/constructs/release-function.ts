import { type Duration, RemovalPolicy } from 'aws-cdk-lib';
import { Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import {
  Alias,
  Architecture,
  type CfnVersion,
  Code,
  type IFunction,
  type IVersion,
  Function as LambdaFunction,
  Runtime,
  Version,
} from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { handlerDirectory } from '../build-handlers.ts';
import { publishedReleases, type Release, type ServiceName } from '../releases.ts';

export interface ReleaseFunctionProps {
  service: ServiceName;
  release: Release;
  /** What the service does, for those who find the function in a console. */
  description: string;
  timeout: Duration;
  environment?: Record<string, string>;
}

/** The one name by which callers and event sources know a function; never `$LATEST`. */
export const LIVE = 'live';

/**
 * A function with one published Lambda version a release, and the alias `live`.
 *
 * Each version has a logical id of its own that never changes, and is retained: deploying a later release
 * changes the function's code, leaves the versions before as they are and publishes one more. (CDK's
 * `currentVersion` puts a hash into the id, and would replace the version instead.)
 *
 * The alias names the first release in every template. The template creates it, and from then on it belongs to
 * the rollout, as under CodeDeploy: a property that does not change is one that no deployment writes.
 */
export class ReleaseFunction extends Construct {
  readonly role: Role;
  readonly function: LambdaFunction;
  readonly alias: IFunction;

  constructor(scope: Construct, id: string, props: ReleaseFunctionProps) {
    super(scope, id);
    const releases = publishedReleases(props.service, props.release);
    const newest = releases.at(-1);
    if (newest === undefined) {
      throw new Error(`${props.service} has no code for release ${props.release} or any before it`);
    }

    const logGroup = new LogGroup(this, 'Logs', {
      retention: RetentionDays.ONE_WEEK,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    // A role of its own instead of AWSLambdaBasicExecutionRole, which may write to every log group.
    this.role = new Role(this, 'Role', { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    logGroup.grantWrite(this.role);

    this.function = new LambdaFunction(this, 'Function', {
      description: props.description,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(handlerDirectory(props.service, newest)),
      role: this.role,
      logGroup,
      // A Node process with the SDK holds about 90 MB; Lambda's share of a CPU grows with memory, and below
      // 512 MB a cold start of one second becomes several.
      memorySize: 512,
      timeout: props.timeout,
      environment: { POWERTOOLS_SERVICE_NAME: props.service, ...props.environment },
    });

    const [live] = releases.map((published) => this.publish(published, id));
    if (live === undefined) throw new Error(`${props.service} publishes no version`);
    this.alias = asFunction(new Alias(this, 'Live', { aliasName: LIVE, version: live }));
  }

  private publish(release: Release, service: string): IVersion {
    const name = releaseLogicalId(release);
    const version = new Version(this, name, {
      lambda: this.function,
      description: `release ${release}`,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    // Set by hand, so that no change of the construct tree can give a published version a new id.
    (version.node.defaultChild as CfnVersion).overrideLogicalId(`${service}${name}`);
    return version as IVersion;
  }
}

/**
 * aws-cdk-lib declares its optional members as `T | undefined` in classes and as optional in interfaces, which
 * our compiler flags tell apart: hence this cast, and its like in the other constructs.
 */
function asFunction(alias: Alias): IFunction {
  return alias as IFunction;
}

/** `v1-naive` becomes `ReleaseV1Naive`. */
function releaseLogicalId(release: Release): string {
  const words = release.split('-').map((word) => word.charAt(0).toUpperCase() + word.slice(1));
  return `Release${words.join('')}`;
}
