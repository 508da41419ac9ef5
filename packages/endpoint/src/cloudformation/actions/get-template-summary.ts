import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { KNOWN_TYPES } from '../resources/registry.ts';
import { requireStack } from '../stack/find.ts';
import { requiredCapability } from '../stack/prepare.ts';
import { readSource } from '../stack/source.ts';
import { parseTemplate } from '../template/parse.ts';
import { summarizeParameters } from '../template/summary.ts';
import { unknownTypes, unrecognizedTypes } from '../template/validate.ts';
import { stackName, templateSource } from './input.ts';

export const getTemplateSummary = operation('cloudformation', 'GetTemplateSummary', {
  resource: stackOf,
  input: z.object({
    ...templateSource,
    StackName: stackName.optional(),
    StackSetName: z.string().optional(),
    CallAs: z.enum(['SELF', 'DELEGATED_ADMIN']).optional(),
    TemplateSummaryConfig: z
      .object({ TreatUnrecognizedResourceTypesAsWarnings: flag.default(false) })
      .optional(),
  }),
  async run(engine: CloudFormationEngine, input) {
    if (input.StackSetName !== undefined || input.CallAs !== undefined)
      throw cloudFormationError.notImplemented('stack sets');
    const stack = input.StackName === undefined ? undefined : requireStack(engine, input.StackName);
    if (stack?.status === 'REVIEW_IN_PROGRESS') {
      throw cloudFormationError.validation(
        'GetTemplateSummary cannot be called on REVIEW_IN_PROGRESS stacks.',
      );
    }
    const body = await readSource(engine, { ...input, UsePreviousTemplate: true }, stack);
    const template = await parseTemplate(body);
    const unknown = unknownTypes(template, KNOWN_TYPES);
    const tolerant = input.TemplateSummaryConfig?.TreatUnrecognizedResourceTypesAsWarnings === true;
    if (unknown.length > 0 && !tolerant) throw unrecognizedTypes(unknown);
    const capability = requiredCapability(template);
    return {
      Parameters: summarizeParameters(template),
      ...(template.description !== undefined && { Description: template.description }),
      ...(capability !== undefined && {
        Capabilities: [capability],
        CapabilitiesReason: `The following resource(s) require capabilities: [${iamTypes(template.resources).join(', ')}]`,
      }),
      ResourceTypes: [...new Set([...template.resources.values()].map(({ Type }) => Type))],
      Version: '2010-09-09',
      ...(template.metadata !== undefined && { Metadata: JSON.stringify(template.metadata) }),
      DeclaredTransforms: template.transforms,
      ...(unknown.length > 0 && { Warnings: { UnrecognizedResourceTypes: unknown } }),
    };
  },
});

const iamTypes = (resources: ReadonlyMap<string, { Type: string }>): string[] => [
  ...new Set([...resources.values()].map(({ Type }) => Type).filter((type) => type.startsWith('AWS::IAM::'))),
];
