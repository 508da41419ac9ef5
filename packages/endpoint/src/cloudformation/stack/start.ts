import type { CloudFormationEngine } from '../engine.ts';
import { cloudFormationError } from '../errors.ts';
import type { Tag } from '../resources/resource-type.ts';
import { deploy } from './deploy.ts';
import { setStackStatus } from './events.ts';
import { whyInUse } from './exports.ts';
import type { OnFailure } from './on-failure.ts';
import type { Prepared } from './prepared.ts';
import { removeStack } from './remove.ts';
import type { StackIdentity } from './scope.ts';
import { contentOf, type Stack, type StackStatus } from './stack.ts';

/** Beginnings of the operations that go on after their request is answered. */

export function identityOf(
  { context }: CloudFormationEngine,
  name: string,
  notificationArns: readonly string[],
): StackIdentity {
  const { accountId, region } = context;
  const id = `arn:aws:cloudformation:${region}:${accountId}:stack/${name}/${context.newId()}`;
  return { id, name, accountId, region, notificationArns };
}

export function newStack(engine: CloudFormationEngine, identity: StackIdentity, status: StackStatus): Stack {
  const stack: Stack = {
    id: identity.id,
    name: identity.name,
    status,
    created: new Date(engine.context.clock.now()),
    disableRollback: false,
    terminationProtection: false,
    notificationArns: [...identity.notificationArns],
    cleanup: [],
    templateBody: '',
    description: undefined,
    parameters: {},
    capabilities: [],
    tags: [] as Tag[],
    resources: {},
    outputs: [],
    imports: [],
  };
  engine.stacks.save(stack);
  return stack;
}

/** The identity of a stack that stands. */
export function standingIdentity({ context }: CloudFormationEngine, stack: Stack): StackIdentity {
  const { accountId, region } = context;
  return { id: stack.id, name: stack.name, accountId, region, notificationArns: stack.notificationArns };
}

/** What a request says of an operation, beside its template. */
export interface OperationOptions {
  onFailure: OnFailure;
  requestToken: string | undefined;
  retainExceptOnCreate: boolean;
}

export function startCreate(
  engine: CloudFormationEngine,
  stack: Stack,
  prepared: Prepared,
  { onFailure, ...options }: OperationOptions,
): void {
  Object.assign(stack, options);
  setStackStatus(engine, stack, 'CREATE_IN_PROGRESS', 'User Initiated');
  runInBackground(engine, stack, () => deploy(engine, stack, prepared, { verb: 'CREATE', onFailure }));
}

export function startUpdate(
  engine: CloudFormationEngine,
  stack: Stack,
  prepared: Prepared,
  { onFailure, ...options }: OperationOptions,
): void {
  Object.assign(stack, options);
  // After a failure that was not rolled back, a rollback still goes to the last stable state.
  if (!stack.status.endsWith('_FAILED')) stack.before = contentOf(stack);
  stack.updated = new Date(engine.context.clock.now());
  setStackStatus(engine, stack, 'UPDATE_IN_PROGRESS', 'User Initiated');
  runInBackground(engine, stack, () => deploy(engine, stack, prepared, { verb: 'UPDATE', onFailure }));
}

const UPDATABLE: ReadonlySet<StackStatus> = new Set([
  'CREATE_COMPLETE',
  'UPDATE_COMPLETE',
  'UPDATE_ROLLBACK_COMPLETE',
]);
const PAUSED: ReadonlySet<StackStatus> = new Set(['CREATE_FAILED', 'UPDATE_FAILED']);

export function checkUpdatable(stack: Stack, disableRollback: boolean): void {
  if (UPDATABLE.has(stack.status)) return;
  if (!PAUSED.has(stack.status))
    throw cloudFormationError.stackInWrongState(stack.id, stack.status, 'updated');
  if (disableRollback) return;
  throw cloudFormationError.validation(
    `This stack is currently in a non-terminal [${stack.status}] state. To update the stack from this state, please use the disable-rollback parameter with update-stack API. To rollback to the last known good state, use the rollback-stack API`,
  );
}

export function startRemove(
  engine: CloudFormationEngine,
  stack: Stack,
  retain: ReadonlySet<string>,
  requestToken: string | undefined,
): void {
  stack.requestToken = requestToken;
  const previous = stack.status;
  const underWay = engine.running.get(stack.id);
  setStackStatus(engine, stack, 'DELETE_IN_PROGRESS', 'User Initiated');
  const inUse = whyInUse(engine, stack);
  if (inUse !== undefined) {
    // As on AWS, the stack is what it was before.
    setStackStatus(engine, stack, previous, `Delete canceled. ${inUse}`);
    return;
  }
  runInBackground(engine, stack, async () => {
    await underWay;
    await removeStack(engine, stack, { retain });
  });
}

/** Runs an operation to its end. It must not throw; should it, the stack fails and the log has the cause. */
export function runInBackground(engine: CloudFormationEngine, stack: Stack, work: () => Promise<void>): void {
  const done: Promise<void> = work()
    .catch((cause: unknown) => {
      if (engine.closed) return;
      engine.context.log('error', 'stack operation failed', { stack: stack.name, cause });
      setStackStatus(engine, stack, failedStatus(stack.status), 'Internal Failure');
    })
    .finally(() => {
      if (engine.running.get(stack.id) === done) engine.running.delete(stack.id);
    });
  engine.running.set(stack.id, done);
}

/** What becomes of a status whose operation cannot go on. */
export function failedStatus(status: StackStatus): StackStatus {
  switch (status) {
    case 'UPDATE_COMPLETE_CLEANUP_IN_PROGRESS':
      return 'UPDATE_COMPLETE';
    case 'UPDATE_ROLLBACK_COMPLETE_CLEANUP_IN_PROGRESS':
      return 'UPDATE_ROLLBACK_COMPLETE';
    case 'CREATE_IN_PROGRESS':
      return 'CREATE_FAILED';
    case 'UPDATE_IN_PROGRESS':
      return 'UPDATE_FAILED';
    case 'DELETE_IN_PROGRESS':
      return 'DELETE_FAILED';
    case 'ROLLBACK_IN_PROGRESS':
      return 'ROLLBACK_FAILED';
    case 'UPDATE_ROLLBACK_IN_PROGRESS':
      return 'UPDATE_ROLLBACK_FAILED';
    default:
      return status;
  }
}
