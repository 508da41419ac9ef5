import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { stackOf } from '../resource-arns.ts';
import { requireStack } from '../stack/find.ts';
import { stackName } from './input.ts';

export const getStackPolicy = operation('cloudformation', 'GetStackPolicy', {
  resource: stackOf,
  input: z.object({ StackName: stackName }),
  run(engine: CloudFormationEngine, input) {
    requireStack(engine, input.StackName);
    // Requests that would set one are refused.
    return {};
  },
});
