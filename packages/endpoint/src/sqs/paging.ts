import { z } from 'zod';
import { integer } from '../core/input.ts';
import { errors } from './errors.ts';

export const LARGEST_PAGE = 1000;

/** What operations that list in pages have in common. */
export const pageShape = {
  MaxResults: integer.optional(),
  NextToken: z.string().optional(),
};

export function checkMaxResults(value: number | undefined): void {
  if (value === undefined || (value >= 1 && value <= LARGEST_PAGE)) return;
  throw errors.invalidParameterValue(
    `Value ${value} for parameter MaxResults is invalid. Reason: Must be between 1 and ${LARGEST_PAGE}, if provided.`,
  );
}

export function invalidNextToken() {
  return errors.invalidParameterValue('Invalid or expired next token.');
}
