import * as z from 'zod';
import { ShopError, type ShopErrorCode } from '../../errors.ts';
import { HTTP_STATUS } from '../../http-status.ts';
import { DependencyFailure } from '../../resilience/dependency-failure.ts';

/** RFC 9457. Programs read `code`; `title` and `detail` are for people. */
export interface Problem {
  type: `urn:shop:problem:${ShopErrorCode}`;
  title: string;
  status: number;
  detail: string;
  code: ShopErrorCode;
  /** Names the request in the service's log. */
  instance?: string;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

const TITLE: Readonly<Record<ShopErrorCode, string>> = {
  'bad-request': 'Bad request',
  'not-found': 'Not found',
  conflict: 'Conflict',
  'already-received': 'Already received',
  'payload-too-large': 'Payload too large',
  'unsupported-media-type': 'Unsupported media type',
  'too-many-requests': 'Too many requests',
  'deadline-required': 'Deadline required',
  'deadline-exceeded': 'Deadline exceeded',
  'idempotency-key-reused': 'Idempotency key reused',
  'dependency-failed': 'Dependency failed',
  'dependency-unavailable': 'Dependency unavailable',
  'dependency-timeout': 'Dependency timeout',
  'malformed-event': 'Malformed event',
  'unknown-schema': 'Unknown schema',
  internal: 'Internal error',
};

export function toProblem({ code, message }: ShopError, requestId?: string): Problem {
  return {
    type: `urn:shop:problem:${code}`,
    title: TITLE[code],
    status: HTTP_STATUS[code],
    detail: message,
    code,
    ...(requestId !== undefined && { instance: `urn:shop:request:${requestId}` }),
  };
}

/** What a dependency's own failure is to its caller. Other codes mean the same on both sides. */
const SEEN_BY_CALLER = new Map<ShopErrorCode, ShopErrorCode>([
  ['internal', 'dependency-failed'],
  ['malformed-event', 'dependency-failed'],
  ['unknown-schema', 'dependency-failed'],
  // The request itself was in time for us; what it was given was not enough.
  ['deadline-exceeded', 'dependency-timeout'],
]);

const receivedProblem = z.looseObject({
  code: z.string().refine((code): code is ShopErrorCode => Object.hasOwn(TITLE, code)),
  detail: z.string(),
});

/** The other direction: an error response, as the caller of the dependency reports it. */
export function fromProblem(dependency: string, status: number, body: unknown): ShopError {
  const problem = receivedProblem.safeParse(body).data;
  if (problem !== undefined) {
    const { code, detail } = problem;
    return new ShopError(SEEN_BY_CALLER.get(code) ?? code, `${dependency}: ${detail}`);
  }
  return withoutProblem(dependency, status);
}

/** A response without a code of ours is API Gateway's own: the function was throttled, crashed or did not answer. */
function withoutProblem(dependency: string, status: number): ShopError {
  const message = `${dependency} answered ${status}`;
  if (status === 429) return new ShopError('too-many-requests', message);
  if (status === 504) return new ShopError('dependency-timeout', message);
  if (status >= 500) return new ShopError('dependency-unavailable', message);
  return new DependencyFailure('dependency-failed', message, { kind: 'final' });
}
