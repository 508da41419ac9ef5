import { z } from 'zod';
import { AwsError } from '../../core/errors.ts';
import { flag } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import { type ChangeSet, NO_CHANGES, VALIDATION_FAILED } from '../change-set/change-set.ts';
import { changeSetOf } from '../change-set/find.ts';
import { plan } from '../change-set/plan.ts';
import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import { stackOf } from '../resource-arns.ts';
import { setStackStatus } from '../stack/events.ts';
import { findStack } from '../stack/find.ts';
import { pace } from '../stack/pace.ts';
import { prepare } from '../stack/prepare.ts';
import type { Prepared } from '../stack/prepared.ts';
import { checkServiceRole } from '../stack/service-role.ts';
import { readSource } from '../stack/source.ts';
import type { Stack } from '../stack/stack.ts';
import { checkUpdatable, identityOf, newStack, standingIdentity } from '../stack/start.ts';
import { listOf, refuseUnsupported, stackName, submission } from './input.ts';

export const createChangeSet = operation('cloudformation', 'CreateChangeSet', {
  resource: stackOf,
  input: z.object({
    ...submission,
    StackName: stackName,
    ChangeSetName: z.string().regex(/^[a-zA-Z][-a-zA-Z0-9]{0,127}$/, {
      error: 'Member must satisfy regular expression pattern: [a-zA-Z][-a-zA-Z0-9]*',
    }),
    ChangeSetType: z.enum(['CREATE', 'UPDATE', 'IMPORT']).default('UPDATE'),
    UsePreviousTemplate: flag.optional(),
    Description: z.string().max(1024).optional(),
    ClientToken: z.string().optional(),
    IncludeNestedStacks: flag.default(false),
    ImportExistingResources: flag.optional(),
    ResourcesToImport: listOf(z.unknown()).optional(),
    OnStackFailure: z.enum(['DO_NOTHING', 'ROLLBACK', 'DELETE']).optional(),
    DeploymentMode: z.string().optional(),
  }),
  async run(engine: CloudFormationEngine, input) {
    refuseUnsupported(input);
    const type = input.ChangeSetType === 'CREATE' ? 'CREATE' : 'UPDATE';
    const existing = findStack(engine, input.StackName);
    checkStack(existing, type, input.StackName, input.ChangeSetName);
    if (existing !== undefined) {
      const same = changeSetOf(engine, existing.id, input.ChangeSetName);
      if (same !== undefined) {
        if (same.clientToken !== undefined && same.clientToken === input.ClientToken) {
          return { Id: same.id, StackId: existing.id };
        }
        throw cloudFormationError.changeSetAlreadyExists(input.ChangeSetName, existing.id);
      }
    }
    const identity =
      existing === undefined
        ? identityOf(engine, input.StackName, input.NotificationARNs ?? [])
        : standingIdentity(engine, existing);
    await checkServiceRole(engine, input.RoleARN);
    const prepared = await prepare(engine, {
      body: await readSource(engine, input, existing),
      identity,
      parameters: input.Parameters,
      previous: existing?.parameters ?? {},
      tags: input.Tags ?? existing?.tags ?? [],
      capabilities: input.Capabilities,
      resourceTypes: input.ResourceTypes,
    });
    const stack = existing ?? reviewed(engine, prepared);
    const { context } = engine;
    const changeSet: ChangeSet = {
      id: `arn:aws:cloudformation:${context.region}:${context.accountId}:changeSet/${input.ChangeSetName}/${context.newId()}`,
      name: input.ChangeSetName,
      stackId: stack.id,
      stackName: stack.name,
      type,
      created: new Date(context.clock.now()),
      description: input.Description,
      templateBody: prepared.body,
      parameters: prepared.parameters,
      tags: prepared.tags,
      capabilities: prepared.capabilities,
      notificationArns: input.NotificationARNs ?? stack.notificationArns,
      roleArn: input.RoleARN,
      onFailure: input.OnStackFailure,
      includeNestedStacks: input.IncludeNestedStacks,
      clientToken: input.ClientToken,
      ...PENDING,
    };
    engine.changeSets.set(changeSet.id, changeSet);
    const foreseen = complete(engine, changeSet, () =>
      foresee(engine, stack, prepared, { type, disableValidation: input.DisableValidation }),
    );
    if (!engine.context.realistic) await foreseen;
    return { Id: changeSet.id, StackId: stack.id };
  },
});

function checkStack(
  stack: Stack | undefined,
  type: 'CREATE' | 'UPDATE',
  name: string,
  changeSet: string,
): void {
  if (type === 'CREATE') {
    if (stack === undefined || stack.status === 'REVIEW_IN_PROGRESS') return;
    throw cloudFormationError.validation(
      `Stack [${name}] already exists and cannot be created again with the changeSet [${changeSet}].`,
    );
  }
  if (stack === undefined) throw cloudFormationError.stackDoesNotExist(name);
  // A change set may be made for a stack that waits after a failure; only its execution says whether it rolls back.
  checkUpdatable(stack, true);
}

/** A stack that exists only to have its creation reviewed. */
function reviewed(engine: CloudFormationEngine, prepared: Prepared): Stack {
  const stack = newStack(engine, prepared.identity, 'REVIEW_IN_PROGRESS');
  setStackStatus(engine, stack, 'REVIEW_IN_PROGRESS', 'User Initiated');
  return stack;
}

const PENDING: Foreseen = { status: 'CREATE_PENDING', executionStatus: 'UNAVAILABLE', changes: [] };

/** Fills in what a change set foresees, unless it has been deleted in the meantime. */
async function complete(
  engine: CloudFormationEngine,
  changeSet: ChangeSet,
  foresee: () => Promise<Foreseen>,
): Promise<void> {
  const set = (outcome: Partial<Foreseen>) => {
    if (!engine.closed && engine.changeSets.has(changeSet.id)) {
      engine.changeSets.set(changeSet.id, { ...changeSet, ...outcome });
    }
  };
  await pace(engine);
  set({ status: 'CREATE_IN_PROGRESS' });
  await pace(engine);
  try {
    set(await foresee());
  } catch (thrown) {
    const { message } = AwsError.from(thrown);
    set({ status: 'FAILED', reason: message });
    // With a realistic endpoint no request waits: the change set shows it.
    if (!engine.context.realistic) throw thrown;
    engine.context.log('error', 'change set failed', { cause: thrown });
  }
}

type Foreseen = Pick<ChangeSet, 'status' | 'reason' | 'executionStatus' | 'changes' | 'problems'>;

/** What cannot be foreseen, or is no change, makes a change set that failed: as on AWS, not a refused request. */
async function foresee(
  engine: CloudFormationEngine,
  stack: Stack,
  prepared: Prepared,
  { type, disableValidation }: { type: 'CREATE' | 'UPDATE'; disableValidation: boolean },
): Promise<Foreseen> {
  const failed = (reason: string): Foreseen => ({
    status: 'FAILED',
    reason,
    executionStatus: 'UNAVAILABLE',
    changes: [],
  });
  const problems = prepared.problems.filter((problem) => problem.unsupported || !disableValidation);
  if (problems.length > 0) return { ...failed(VALIDATION_FAILED), problems };
  try {
    const { changes, anything } = await plan(engine, stack, prepared);
    if (type === 'UPDATE' && !anything && !stack.status.endsWith('_FAILED')) return failed(NO_CHANGES);
    return { status: 'CREATE_COMPLETE', executionStatus: 'AVAILABLE', changes };
  } catch (thrown) {
    const error = AwsError.from(thrown);
    if (error.status >= 500) throw thrown;
    return failed(error.message);
  }
}
