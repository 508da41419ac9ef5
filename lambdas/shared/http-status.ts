import type { ShopErrorCode } from './errors.ts';

/** The status of an HTTP response, by what went wrong. */
export const HTTP_STATUS: Readonly<Record<ShopErrorCode, number>> = {
  'bad-request': 400,
  'not-found': 404,
  conflict: 409,
  'already-received': 409,
  'payload-too-large': 413,
  'unsupported-media-type': 415,
  'too-many-requests': 429,
  'deadline-required': 400,
  'deadline-exceeded': 504,
  'idempotency-key-reused': 422,
  'dependency-failed': 502,
  'dependency-unavailable': 503,
  'dependency-timeout': 504,
  'malformed-event': 400,
  'unknown-schema': 400,
  internal: 500,
};
