import type { AwsError } from '../../core/errors.ts';
import type { Patterns } from '../../core/patterns.ts';
import { cloudFormationError } from '../errors.ts';
import type { ParameterDefinition } from './template.ts';

const MAX_VALUE_BYTES = 4096;

/** Checks a parameter's value against its definition. Throws ValidationError in CloudFormation's words. */
export async function checkConstraints(
  name: string,
  value: string,
  definition: ParameterDefinition,
  patterns: Pick<Patterns, 'test'>,
): Promise<void> {
  const refuse = (rule: string) =>
    cloudFormationError.validation(
      definition.ConstraintDescription === undefined
        ? `Parameter '${name}' ${rule}`
        : `Parameter ${name} failed to satisfy constraint: ${definition.ConstraintDescription}`,
    );
  if (Buffer.byteLength(value) > MAX_VALUE_BYTES) {
    throw cloudFormationError.validation(
      `Parameter '${name}' must not be longer than ${MAX_VALUE_BYTES} bytes.`,
    );
  }
  const isNumber = definition.Type === 'Number' || definition.Type === 'List<Number>';
  const isList = definition.Type === 'CommaDelimitedList' || definition.Type.startsWith('List<');
  const items = isList ? value.split(',').map((part) => part.trim()) : [value];
  if (isNumber && items.some((item) => item === '' || !Number.isFinite(Number(item)))) {
    throw refuse('must be a number.');
  }
  if (definition.AllowedValues !== undefined) {
    const allowed = new Set(definition.AllowedValues);
    if (items.some((item) => !allowed.has(item))) throw refuse('must be one of AllowedValues');
  }
  checkRange(value, definition, refuse);
  if (definition.AllowedPattern === undefined) return;
  for (const item of items) await checkPattern(name, item, definition.AllowedPattern, patterns, refuse);
}

function checkRange(
  value: string,
  { MinLength, MaxLength, MinValue, MaxValue }: ParameterDefinition,
  refuse: (rule: string) => AwsError,
): void {
  if (MinLength !== undefined && value.length < MinLength) {
    throw refuse(`must contain at least ${MinLength} characters`);
  }
  if (MaxLength !== undefined && value.length > MaxLength) {
    throw refuse(`must contain at most ${MaxLength} characters`);
  }
  if (MinValue !== undefined && Number(value) < MinValue) {
    throw refuse(`must be a number not less than ${MinValue}`);
  }
  if (MaxValue !== undefined && Number(value) > MaxValue) {
    throw refuse(`must be a number not greater than ${MaxValue}`);
  }
}

/** Patterns are those of Java, of which JavaScript has all but a few forms; the whole value must match. */
async function checkPattern(
  name: string,
  value: string,
  pattern: string,
  patterns: Pick<Patterns, 'test'>,
  refuse: (rule: string) => AwsError,
): Promise<void> {
  switch (await patterns.test(`^(?:${pattern})$`, value)) {
    case 'matches':
      return;
    case 'differs':
      throw refuse(`must match pattern ${pattern}`);
    case 'invalid-pattern':
      throw cloudFormationError.notImplemented(
        `the AllowedPattern of the parameter ${name}, which JavaScript cannot evaluate`,
      );
    case 'timeout':
      throw cloudFormationError.validation(
        `The AllowedPattern of the parameter '${name}' takes too long to evaluate.`,
      );
  }
}
