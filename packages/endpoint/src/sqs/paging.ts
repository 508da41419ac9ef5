import { z } from 'zod';
import { integer } from '../core/input.ts';
import { sqsError } from './errors.ts';

export const MAX_PAGE_SIZE = 1000;

/** What operations that list in pages have in common. */
export const pageShape = {
  MaxResults: integer.optional(),
  NextToken: z.string().optional(),
};

export function checkMaxResults(value: number | undefined): void {
  if (value === undefined || (value >= 1 && value <= MAX_PAGE_SIZE)) return;
  throw sqsError.invalidParameterValue(
    `Value ${value} for parameter MaxResults is invalid. Reason: Must be between 1 and ${MAX_PAGE_SIZE}, if provided.`,
  );
}

export function invalidNextToken() {
  return sqsError.invalidParameterValue('Invalid or expired next token.');
}
