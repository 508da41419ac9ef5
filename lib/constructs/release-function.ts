import type { Duration } from 'aws-cdk-lib';
import type { Role } from 'aws-cdk-lib/aws-iam';
import { Alias, type IFunction, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { handlerDirectory } from '../build-handlers.ts';
import { publishedReleases, type Release, type ServiceName } from '../releases.ts';
import { alarmOnErrors } from './alarms.ts';
import { publishRelease, serviceFunction } from './service-function.ts';

export interface ReleaseFunctionProps {
  service: ServiceName;
  release: Release;
  /** What the service does, for those who find the function in a console. */
  description: string;
  timeout: Duration;
  /** In MB; 512 by default. */
  memorySize?: number;
  /** The export of the code that is invoked, `handler` by default: functions may share the code of a service. */
  entry?: string;
  /** Instances that are set aside for the function, and the most that it may have. */
  reservedConcurrency?: number;
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
 * the rollout, as under CodeDeploy: a property that does not change is one that no deployment writes. A service that is
 * replaced instead has one release in a template, and its alias moves with the deployment.
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
      throw new Error(`${props.service} has no code for release ${props.release} or an earlier one`);
    }

    const { service, description, timeout, memorySize, reservedConcurrency, environment, entry } = props;
    const directory = handlerDirectory(service, newest);
    const made = serviceFunction(this, {
      service,
      directory,
      description,
      timeout,
      ...(entry !== undefined && { entry }),
      ...(memorySize !== undefined && { memorySize }),
      ...(reservedConcurrency !== undefined && { reservedConcurrency }),
      ...(environment && { environment }),
    });
    this.role = made.role;
    this.function = made.function;
    alarmOnErrors(this, 'Errors', asFunction(made.function));

    const [live] = releases.map((published) => publishRelease(this, this.function, published, id));
    if (live === undefined) throw new Error(`${props.service} has no published version`);
    this.alias = asFunction(new Alias(this, 'Live', { aliasName: LIVE, version: live }));
  }
}

/**
 * aws-cdk-lib declares its optional members as `T | undefined` in classes and as optional in interfaces, which
 * our compiler flags distinguish: therefore this cast, and its like in the other constructs.
 */
function asFunction(code: Alias | LambdaFunction): IFunction {
  return code as IFunction;
}
