/** Throttling, in the words of the services that we use; DynamoDB answers it with status 400. */
const THROTTLING: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'Throttling',
  'TooManyRequestsException',
]);

/** Node's error codes when nothing answers at an address. */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/**
 * Whether an error of an AWS SDK client says that the service is not there for anyone: it cannot be reached, fails by
 * itself (5xx), or throttles. The SDK has tried again by then.
 *
 * By shape, not by class: each client has its own base class, and bundles hold several copies.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (THROTTLING.has(error.name) || error.name === 'TimeoutError') return true;
  if ('code' in error && typeof error.code === 'string' && UNREACHABLE.has(error.code)) return true;
  return '$fault' in error && error.$fault === 'server';
}
