import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { requireChangeSet } from '../change-set/find.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { requireStack } from '../stack/find.ts';
import { changeSetName, stackNameOfChangeSet } from './input.ts';

/** Without macros, the processed template is the original one. */
export const getTemplate = operation('cloudformation', 'GetTemplate', {
  resource: stackOf,
  input: z.object({
    StackName: stackNameOfChangeSet,
    ChangeSetName: changeSetName.optional(),
    TemplateStage: z.enum(['Original', 'Processed']).default('Original'),
  }),
  run(engine: CloudFormationEngine, input) {
    return {
      TemplateBody: body(engine, input),
      StagesAvailable: ['Original' as const, 'Processed' as const],
    };
  },
});

function body(
  engine: CloudFormationEngine,
  input: { StackName?: string | undefined; ChangeSetName?: string | undefined },
): string {
  if (input.ChangeSetName !== undefined) {
    if (input.StackName === undefined && !input.ChangeSetName.startsWith('arn:')) {
      throw cloudFormationError.validation('StackName is a required parameter.');
    }
    return requireChangeSet(engine, input.ChangeSetName, input.StackName).templateBody;
  }
  if (input.StackName === undefined)
    throw cloudFormationError.validation('StackName is required if ChangeSetName is not specified.');
  const stack = requireStack(engine, input.StackName);
  // A stack under review has no template yet; the CDK CLI takes an empty one for that.
  return stack.templateBody === '' ? '{}' : stack.templateBody;
}
