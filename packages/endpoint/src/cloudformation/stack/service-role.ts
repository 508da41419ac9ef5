import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { isGone } from './failure.ts';

const ROLE = /^arn:aws[\w-]*:iam::\d{12}:role\/(?:.+\/)?([\w+=,.@-]+)$/;

/** Refuses a service role that is not there or that CloudFormation may not assume. */
export async function checkServiceRole(
  { context }: CloudFormationEngine,
  arn: string | undefined,
): Promise<void> {
  if (arn === undefined) return;
  const invalid = cloudFormationError.validation(`Role ${arn} is invalid or cannot be assumed`);
  const RoleName = ROLE.exec(arn)?.[1];
  if (RoleName === undefined) throw invalid;
  try {
    const { Role } = await context.call('iam', 'GetRole', { RoleName });
    // IAM gives policies percent-encoded.
    const trust = decodeURIComponent(Role?.AssumeRolePolicyDocument ?? '');
    if (!trust.includes('cloudformation.amazonaws.com')) throw invalid;
  } catch (thrown) {
    throw isGone(thrown) ? invalid : thrown;
  }
}
