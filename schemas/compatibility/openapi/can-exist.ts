import type { Conjunction } from './conjunction.ts';
import { factsOf, tightest } from './facts.ts';
import type { JsonType } from './json-types.ts';
import { propertyOf, requiredOf } from './properties.ts';
import { variantsOf } from './variants.ts';

const MAX_DEPTH = 6;

/** Whether a value may satisfy all of these schemas. It errs on the side of yes. */
export function canExist(schemas: Conjunction, depth = 0): boolean {
  if (schemas.isNothing) return false;
  if (depth > MAX_DEPTH) return true;
  return variantsOf(schemas).some(({ schemas }) => {
    if (schemas.isNothing) return false;
    const { types } = factsOf(schemas);
    return [...types].some((type) => canHaveType(schemas, type, depth));
  });
}

function canHaveType(schemas: Conjunction, type: JsonType, depth: number): boolean {
  if (type === 'integer' || type === 'fraction') {
    const low = Math.max(
      tightest(schemas, 'minimum', Math.max) ?? -Infinity,
      tightest(schemas, 'exclusiveMinimum', Math.max) ?? -Infinity,
    );
    const high = Math.min(
      tightest(schemas, 'maximum', Math.min) ?? Infinity,
      tightest(schemas, 'exclusiveMaximum', Math.min) ?? Infinity,
    );
    return low <= high;
  }
  if (type === 'string') {
    return (
      (tightest(schemas, 'minLength', Math.max) ?? 0) <=
      (tightest(schemas, 'maxLength', Math.min) ?? Infinity)
    );
  }
  if (type !== 'object') return true;
  return [...requiredOf(schemas)].every((name) => {
    const property = propertyOf(schemas, name, 'any');
    return property === undefined || canExist(property, depth + 1);
  });
}
