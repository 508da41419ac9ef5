import { cloudFormationError } from '../errors.ts';
import { resolve, type Scope, text } from '../template/intrinsics.ts';
import type { Prepared } from './prepared.ts';
import type { StackOutput } from './stack.ts';

/** The outputs of a template whose conditions hold, resolved. */
export function resolveOutputs(
  prepared: Pick<Prepared, 'template' | 'conditions'>,
  scope: Scope,
): StackOutput[] {
  return [...prepared.template.outputs]
    .filter(([, { Condition }]) => Condition === undefined || prepared.conditions.get(Condition) === true)
    .map(([name, definition]) => {
      const value = resolve(definition.Value, scope);
      if (typeof value === 'object') {
        throw cloudFormationError.templateFormatError(
          `Output ${name} is malformed. The Value field of every Outputs member must evaluate to a String.`,
        );
      }
      return {
        OutputKey: name,
        OutputValue: String(value),
        ...(definition.Description !== undefined && { Description: definition.Description }),
        ...(definition.ExportName !== undefined && {
          ExportName: text('Export', resolve(definition.ExportName, scope)),
        }),
      };
    });
}
