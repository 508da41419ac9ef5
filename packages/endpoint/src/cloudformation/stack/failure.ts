import { AwsError } from '../../core/errors.ts';
import type { CloudFormationEngine } from '../engine.ts';
import type { ResourceErrorCode } from '../resources/errors.ts';

/** The code of the refusal whose message CloudFormation gives as the reason as it is. */
const ALREADY_EXISTS_IN_STACK: ResourceErrorCode = 'AlreadyExistsInStack';

/** https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html */
function handlerErrorCode({ code, status }: AwsError): string {
  if (/AlreadyExist|Conflict|EntityAlreadyExists|QueueNameExists|ResourceInUse|AlreadyOwned/.test(code))
    return 'AlreadyExists';
  if (/NotFound|NoSuch|NonExistent|DoesNotExist/.test(code)) return 'NotFound';
  if (/Throttl|TooManyRequests|LimitExceeded|SlowDown/.test(code)) return 'Throttling';
  if (/AccessDenied|Unauthorized|NotAuthorized/.test(code)) return 'AccessDenied';
  if (code === 'NotStabilized' || code === 'NotUpdatable') return code;
  if (status >= 500) return code === 'NotImplemented' ? 'InvalidRequest' : 'InternalFailure';
  return 'InvalidRequest';
}

/** A service's refusal as CloudFormation gives it for a reason. What is not a refusal goes to the log with its cause. */
export function failureReason(
  engine: CloudFormationEngine,
  resource: { logicalId: string; type: string },
  thrown: unknown,
): string {
  const error = AwsError.from(thrown);
  if (error.code === 'InternalFailure') {
    const { logicalId, type } = resource;
    engine.context.log('error', 'failed to provision resource', { logicalId, type, cause: thrown });
  }
  if (error.code === ALREADY_EXISTS_IN_STACK) return error.message;
  return `Resource handler returned message: "${error.message}" (RequestToken: ${engine.context.newId()}, HandlerErrorCode: ${handlerErrorCode(error)})`;
}

/** Whether what a call reads exists: false when the service says that it does not. */
export async function isThere(read: Promise<unknown>): Promise<boolean> {
  try {
    await read;
    return true;
  } catch (thrown) {
    if (isGone(thrown)) return false;
    throw thrown;
  }
}

/** Whether a service says that what should be deleted is already gone: then the deletion is done. */
export function isGone(thrown: unknown): boolean {
  return thrown instanceof AwsError && handlerErrorCode(thrown) === 'NotFound';
}
