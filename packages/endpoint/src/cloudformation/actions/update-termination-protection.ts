import { z } from 'zod';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { stackOf } from '../resource-arns.ts';
import { save } from '../stack/events.ts';
import { requireStack } from '../stack/find.ts';
import { stackName } from './input.ts';

export const updateTerminationProtection = operation('cloudformation', 'UpdateTerminationProtection', {
  resource: stackOf,
  input: z.object({ StackName: stackName, EnableTerminationProtection: flag }),
  run(engine: CloudFormationEngine, input) {
    const stack = requireStack(engine, input.StackName);
    stack.terminationProtection = input.EnableTerminationProtection;
    save(engine, stack);
    return { StackId: stack.id };
  },
});
