import { cloudFormationError } from '../errors.ts';
import { evaluateCondition, type Scope } from './intrinsics.ts';
import type { Value } from './template.ts';

/** Evaluates every condition of a template; a condition may name others. */
export function evaluateConditions(
  expressions: ReadonlyMap<string, Value>,
  scope: Omit<Scope, 'condition'>,
): Map<string, boolean> {
  const known = new Map<string, boolean>();
  const condition = (name: string): boolean => {
    const found = known.get(name);
    if (found !== undefined) return found;
    const expression = expressions.get(name);
    if (expression === undefined) {
      throw cloudFormationError.templateFormatError(
        `Unresolved condition dependency ${name} in the Conditions block of the template`,
      );
    }
    const value = evaluateCondition(expression, { ...scope, condition });
    known.set(name, value);
    return value;
  };
  for (const name of expressions.keys()) condition(name);
  return known;
}
