import type { EndpointContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import { lambdaError } from '../errors.ts';
import type { PolicyStatement } from './function-record.ts';

/** Services, some of which have other domains than AWS's own: Alexa asks for functions as `alexa-appkit.amazon.com`. */
const SERVICE = /^[a-z0-9-]+(\.[a-z0-9-]+)*\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)$/;
const ACCOUNT = /^\d{12}$/;
const IDENTITY =
  /^arn:aws[\w-]*:(?:iam::(\d{12}):(?:root|(role|user)\/.+)|sts::\d{12}:(?:assumed-role|federated-user)\/.+)$/;

/** Who a statement allows, as AddPermission takes it. @throws InvalidParameterValueException */
export async function readPrincipal(
  context: EndpointContext,
  principal: string,
): Promise<PolicyStatement['Principal']> {
  if (principal === '*') return '*';
  if (ACCOUNT.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (SERVICE.test(principal)) return { Service: principal };
  const identity = IDENTITY.exec(principal);
  if (identity === null) throw invalidPrincipal();
  const [, account, kind] = identity;
  // AWS knows the roles of other accounts too; here they cannot be looked up.
  if (account === context.accountId && kind === 'role' && !(await isRole(context, principal))) {
    throw invalidPrincipal();
  }
  return { AWS: principal };
}

async function isRole({ call }: EndpointContext, arn: string): Promise<boolean> {
  try {
    const { Role } = await call('iam', 'GetRole', { RoleName: arn.slice(arn.lastIndexOf('/') + 1) });
    return Role?.Arn === arn;
  } catch (error) {
    if (AwsError.from(error).code === 'NoSuchEntity') return false;
    throw error;
  }
}

const invalidPrincipal = () =>
  lambdaError.invalidParameter(
    'The provided principal was invalid. Please check the principal and try again.',
  );
