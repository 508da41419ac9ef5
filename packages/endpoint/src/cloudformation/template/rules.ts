import { cloudFormationError } from '../errors.ts';
import { evaluateCondition, resolve, type Scope } from './intrinsics.ts';
import { asFunction, type RuleDefinition, type Value } from './template.ts';

/** Evaluates the Rules section; the first assertion that does not hold refuses the template. */
export function checkRules(rules: ReadonlyMap<string, RuleDefinition>, scope: Scope): void {
  for (const [name, rule] of rules) {
    if (rule.RuleCondition !== undefined && !holds(rule.RuleCondition, scope)) continue;
    for (const assertion of rule.Assertions) {
      if (holds(assertion.Assert, scope)) continue;
      throw cloudFormationError.validation(
        `Template error: Rule ${name} failed: ${assertion.AssertDescription ?? 'an assertion does not hold.'}`,
      );
    }
  }
}

/** Rule-specific functions: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/intrinsic-function-reference-rules.html */
function holds(expression: Value, scope: Scope): boolean {
  const [name, argument] = asFunction(expression) ?? [];
  const operands = Array.isArray(argument) ? argument : [];
  switch (name) {
    case 'Fn::And':
      return operands.every((operand) => holds(operand, scope));
    case 'Fn::Or':
      return operands.some((operand) => holds(operand, scope));
    case 'Fn::Not':
      return !operands.some((operand) => holds(operand, scope));
    case 'Fn::Contains': {
      const [items, value] = pair(name, operands, scope);
      return texts(items).includes(String(value));
    }
    case 'Fn::EachMemberEquals': {
      const [items, value] = pair(name, operands, scope);
      return texts(items).every((item) => item === String(value));
    }
    case 'Fn::EachMemberIn': {
      const [items, allowed] = pair(name, operands, scope);
      return texts(items).every((item) => texts(allowed).includes(item));
    }
    case 'Fn::RefAll':
    case 'Fn::ValueOf':
    case 'Fn::ValueOfAll':
      throw cloudFormationError.notImplemented(`the rule function ${name}`);
    default:
      return evaluateCondition(expression, scope);
  }
}

function pair(name: string, operands: Value[], scope: Scope): [Value, Value] {
  const [first, second] = operands;
  if (first === undefined || second === undefined)
    throw cloudFormationError.templateError(`${name} takes two arguments.`);
  return [resolve(first, scope), resolve(second, scope)];
}

const texts = (value: Value): string[] => (Array.isArray(value) ? value : [value]).map(String);
