import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { noResource } from '../../core/resource.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { KNOWN_TYPES } from '../resources/registry.ts';
import { requiredCapability } from '../stack/prepare.ts';
import { readSource } from '../stack/source.ts';
import { parseTemplate } from '../template/parse.ts';
import { summarizeParameters } from '../template/summary.ts';
import { validateTemplate as check, unknownTypes, unrecognizedTypes } from '../template/validate.ts';
import { templateSource } from './input.ts';

export const validateTemplate = operation('cloudformation', 'ValidateTemplate', {
  resource: noResource,
  input: z.object(templateSource),
  async run(engine: CloudFormationEngine, input) {
    const template = await parseTemplate(await readSource(engine, input));
    const unknown = unknownTypes(template, KNOWN_TYPES);
    if (unknown.length > 0) throw unrecognizedTypes(unknown);
    check(template, KNOWN_TYPES);
    const capability = requiredCapability(template);
    return {
      Parameters: summarizeParameters(template),
      ...(template.description !== undefined && { Description: template.description }),
      ...(capability !== undefined && { Capabilities: [capability] }),
      DeclaredTransforms: template.transforms,
    };
  },
});
