import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findChangeSet } from '../change-set/find.ts';
import type { CloudFormationEngine } from '../engine.ts';

export const deleteChangeSet = operation<'cloudformation', 'DeleteChangeSet'>()({
  input: z.object({ ChangeSetName: z.string().min(1), StackName: z.string().min(1).optional() }),
  run(engine: CloudFormationEngine, input) {
    // Asking again, or for one that never was, succeeds.
    const found = findChangeSet(engine, input.ChangeSetName, input.StackName);
    if (found !== undefined) engine.changeSets.delete(found.id);
    return {};
  },
});
