import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { stackOf } from '../resource-arns.ts';
import { requireStack } from '../stack/find.ts';
import { requiredCapability } from '../stack/prepare.ts';
import { readSource } from '../stack/source.ts';
import { parseTemplate } from '../template/parse.ts';
import { summarizeParameters } from '../template/summary.ts';
import { stackName, templateSource } from './input.ts';

export const getTemplateSummary = operation('cloudformation', 'GetTemplateSummary', {
  resource: stackOf,
  input: z.object({ ...templateSource, StackName: stackName.optional() }),
  async run(engine: CloudFormationEngine, input) {
    const stack = input.StackName === undefined ? undefined : requireStack(engine, input.StackName);
    const body = await readSource(engine, { ...input, UsePreviousTemplate: true }, stack);
    const template = await parseTemplate(body);
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
    };
  },
});

const iamTypes = (resources: ReadonlyMap<string, { Type: string }>): string[] => [
  ...new Set([...resources.values()].map(({ Type }) => Type).filter((type) => type.startsWith('AWS::IAM::'))),
];
