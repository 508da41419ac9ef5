import { z } from 'zod';
import { lambdaError } from '../errors.ts';
import { type FunctionRecord, type FunctionVersion, LATEST } from './function-record.ts';
import { findVersion } from './lookup.ts';

/** Zero to one, each end included. */
export const routingConfig = z.object({
  AdditionalVersionWeights: z
    .record(z.string().regex(/^[0-9]+$/, 'must be a version'), z.number().min(0).max(1))
    .optional(),
});

/**
 * Checks where an alias points: at most two published versions, with the same role and dead-letter queue.
 * https://docs.aws.amazon.com/lambda/latest/dg/configuring-alias-routing.html
 */
export function checkRouting(record: FunctionRecord, version: string, weights: Record<string, number>): void {
  const primary = existing(record, version);
  const additional = Object.keys(weights);
  if (additional.length > 1) {
    throw lambdaError.invalidParameter(
      'Number of items in AdditionalVersionWeights cannot be greater than 1',
    );
  }
  for (const other of additional) {
    if (version === LATEST) {
      throw lambdaError.invalidParameter(
        '$LATEST is not supported for an alias pointing to more than 1 version',
      );
    }
    if (!/^\d+$/.test(other)) {
      throw lambdaError.invalidParameter(
        `Invalid function version ${other}: an alias is weighted between published versions.`,
      );
    }
    if (other === version) {
      throw lambdaError.invalidParameter(
        `Invalid function version ${other}. Function version ${other} is already included in routing configuration.`,
      );
    }
    const { settings } = existing(record, other);
    if (settings.role !== primary.settings.role) {
      throw lambdaError.invalidParameter(
        'The function versions of an alias must have the same execution role.',
      );
    }
    if (settings.deadLetterArn !== primary.settings.deadLetterArn) {
      throw lambdaError.invalidParameter(
        'The function versions of an alias must have the same dead-letter queue configuration.',
      );
    }
  }
}

function existing(record: FunctionRecord, version: string): FunctionVersion {
  const found = findVersion(record, version);
  if (found === undefined) throw lambdaError.functionNotFound(`${record.arn}:${version}`);
  return found;
}
