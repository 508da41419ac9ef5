import type { Patterns } from '../core/patterns.ts';
import type { ParameterTier } from './engine.ts';
import { ssmError } from './errors.ts';

/** Limits: https://docs.aws.amazon.com/general/latest/gr/ssm.html */
const VALUE_LIMIT: Record<ParameterTier, number> = { Standard: 4096, Advanced: 8192 };
const MAX_NAME_LENGTH = 1011;
const DEEPEST_NAME = 15;
export const MAX_VERSIONS = 100;
export const MAX_TAGS = 50;

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html, Name */
export function checkName(name: string): void {
  if (name.length > MAX_NAME_LENGTH) {
    throw ssmError.validation(`The parameter name can have at most ${MAX_NAME_LENGTH} characters.`);
  }
  if (!/^[a-zA-Z0-9_./-]+$/.test(name) || /\/\/|\/$/.test(name)) {
    throw ssmError.validation(
      'Parameter name: only letters, digits, and the symbols period, hyphen, underscore and slash are allowed, and no part between slashes may be empty.',
    );
  }
  if (name.includes('/') && !name.startsWith('/')) {
    throw ssmError.validation('Parameter name must be a fully qualified name.');
  }
  if (/^\/?(aws|ssm)/i.test(name)) {
    throw ssmError.validation('Parameter name: can\'t be prefixed with "aws" or "ssm" (case-insensitive).');
  }
  if (name.split('/').filter(Boolean).length > DEEPEST_NAME) throw ssmError.hierarchyLevelLimitExceeded();
}

export async function checkAllowedPattern(
  patterns: Patterns,
  value: string,
  pattern: string | undefined,
): Promise<void> {
  if (pattern === undefined || pattern === '') return;
  const result = await patterns.test(`^(?:${pattern})$`, value);
  // A pattern that takes too long to test is one that cannot be used.
  if (result === 'invalid-pattern' || result === 'timeout') throw ssmError.invalidAllowedPattern();
  if (result === 'differs') throw ssmError.patternMismatch();
}

/** The tier that a value gets; an advanced parameter never becomes a standard one again. */
export function decideTier(
  asked: ParameterTier | 'Intelligent-Tiering' | undefined,
  before: ParameterTier | undefined,
  value: string,
): ParameterTier {
  const size = Buffer.byteLength(value, 'utf8');
  if (asked === 'Standard' && before === 'Advanced') {
    throw ssmError.validation(
      "This parameter uses the advanced-parameter tier. You can't downgrade a parameter from the advanced-parameter tier to the standard-parameter tier.",
    );
  }
  const fitting = size > VALUE_LIMIT.Standard ? 'Advanced' : 'Standard';
  const tier =
    asked === 'Intelligent-Tiering'
      ? before === 'Advanced'
        ? before
        : fitting
      : (asked ?? before ?? 'Standard');
  if (size <= VALUE_LIMIT[tier]) return tier;
  throw ssmError.validation(
    tier === 'Standard'
      ? `Standard tier parameters support a maximum parameter value of ${VALUE_LIMIT.Standard} characters. To create a larger parameter value, upgrade the parameter to use the advanced-parameter tier.`
      : `Advanced tier parameters support a maximum parameter value of ${VALUE_LIMIT.Advanced} characters.`,
  );
}
