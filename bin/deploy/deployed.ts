import { GetParameterCommand, ParameterNotFound, SSMClient } from '@aws-sdk/client-ssm';
import { awsAccess } from '../../driver/aws-access.ts';
import { DriverError } from '../../driver/errors.ts';
import { readReleases } from '../../driver/releases.ts';
import { readSystem, STACKS, stackExists } from '../../driver/system.ts';
import type { Target } from '../../driver/targets/target.ts';

/** What `cdk bootstrap` leaves in every account and region that it has prepared. */
const BOOTSTRAP_VERSION = '/cdk-bootstrap/hnb659fds/version';

export async function isBootstrapped(target: Target): Promise<boolean> {
  const ssm = new SSMClient(target.aws);
  try {
    await ssm.send(new GetParameterCommand({ Name: BOOTSTRAP_VERSION }));
    return true;
  } catch (error) {
    if (error instanceof ParameterNotFound) return false;
    throw error;
  } finally {
    ssm.destroy();
  }
}

/** Names of the releases that are deployed; none where the shop is not. `profiles` is the service that has them all. */
export async function deployedReleases(target: Target): Promise<ReadonlySet<string>> {
  const aws = awsAccess(target.aws);
  try {
    const { services } = await readSystem(aws.cloudformation);
    return new Set((await readReleases(aws.lambda, services.profiles.functionName)).keys());
  } catch (error) {
    if (DriverError.is(error, 'system-missing')) return new Set();
    throw error;
  } finally {
    aws.close();
  }
}

/** Whether the deployed shop has fault injection. @throws DriverError `system-missing` */
export async function deploysFaults(target: Target): Promise<boolean> {
  const aws = awsAccess(target.aws);
  try {
    return (await readSystem(aws.cloudformation)).faultsTable !== undefined;
  } finally {
    aws.close();
  }
}

/** Whether any stack of the shop is there, be the rest missing or broken. */
export async function anyStack(target: Target): Promise<boolean> {
  const aws = awsAccess(target.aws);
  try {
    const found = await Promise.all(STACKS.map((stack) => stackExists(aws.cloudformation, stack)));
    return found.includes(true);
  } finally {
    aws.close();
  }
}
