import { AwsError } from '../../core/errors.ts';
import type { Publication } from '../publication.ts';

/** A publication that a subscriber could not be given, and why. */
export interface Failure {
  readonly publication: Publication;
  readonly code: string;
  readonly reason: string;
}

export function failureOf(publication: Publication, thrown: unknown): Failure {
  const error = AwsError.from(thrown);
  return { publication, code: error.queryCode ?? error.code, reason: error.message };
}
