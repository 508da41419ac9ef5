import type { Operation } from '../core/operation.ts';
import { continueUpdateRollback } from './actions/continue-update-rollback.ts';
import { createChangeSet } from './actions/create-change-set.ts';
import { createStack } from './actions/create-stack.ts';
import { deleteChangeSet } from './actions/delete-change-set.ts';
import { deleteStack } from './actions/delete-stack.ts';
import { describeChangeSet } from './actions/describe-change-set.ts';
import { describeEvents } from './actions/describe-events.ts';
import { describeStackEvents } from './actions/describe-stack-events.ts';
import { describeStackResource } from './actions/describe-stack-resource.ts';
import { describeStackResources } from './actions/describe-stack-resources.ts';
import { describeStacks } from './actions/describe-stacks.ts';
import { executeChangeSet } from './actions/execute-change-set.ts';
import { getStackPolicy } from './actions/get-stack-policy.ts';
import { getTemplate } from './actions/get-template.ts';
import { getTemplateSummary } from './actions/get-template-summary.ts';
import { listChangeSets } from './actions/list-change-sets.ts';
import { listExports } from './actions/list-exports.ts';
import { listImports } from './actions/list-imports.ts';
import { listStackResources } from './actions/list-stack-resources.ts';
import { listStacks } from './actions/list-stacks.ts';
import { rollbackStack } from './actions/rollback-stack.ts';
import { updateStack } from './actions/update-stack.ts';
import { updateTerminationProtection } from './actions/update-termination-protection.ts';
import { validateTemplate } from './actions/validate-template.ts';
import type { CloudFormationEngine } from './engine.ts';

export const operations: Record<string, Operation<CloudFormationEngine>> = {
  ContinueUpdateRollback: continueUpdateRollback,
  CreateChangeSet: createChangeSet,
  CreateStack: createStack,
  DeleteChangeSet: deleteChangeSet,
  DeleteStack: deleteStack,
  DescribeChangeSet: describeChangeSet,
  DescribeEvents: describeEvents,
  DescribeStackEvents: describeStackEvents,
  DescribeStackResource: describeStackResource,
  DescribeStackResources: describeStackResources,
  DescribeStacks: describeStacks,
  ExecuteChangeSet: executeChangeSet,
  GetStackPolicy: getStackPolicy,
  GetTemplate: getTemplate,
  GetTemplateSummary: getTemplateSummary,
  ListChangeSets: listChangeSets,
  ListExports: listExports,
  ListImports: listImports,
  ListStackResources: listStackResources,
  ListStacks: listStacks,
  RollbackStack: rollbackStack,
  UpdateStack: updateStack,
  UpdateTerminationProtection: updateTerminationProtection,
  ValidateTemplate: validateTemplate,
};
