import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import { findChangeSet } from '../change-set/find.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { stackOf } from '../resource-arns.ts';
import { changeSetName, stackNameOfChangeSet } from './input.ts';

export const deleteChangeSet = operation('cloudformation', 'DeleteChangeSet', {
  resource: stackOf,
  input: z.object({ ChangeSetName: changeSetName, StackName: stackNameOfChangeSet }),
  run(engine: CloudFormationEngine, input) {
    // Asking again, or for one that never was, succeeds.
    const found = findChangeSet(engine, input.ChangeSetName, input.StackName);
    if (found !== undefined) engine.changeSets.delete(found.id);
    return {};
  },
});
