import type { CloudFormationEngine } from '../engine.ts';
import { masked } from './mask.ts';
import { notify } from './notify.ts';
import type { ResourceStatus, Stack, StackEvent, StackResource, StackStatus } from './stack.ts';

const STACK_TYPE = 'AWS::CloudFormation::Stack';

export function save(engine: CloudFormationEngine, stack: Stack): void {
  if (!engine.closed) engine.stacks.save(stack);
}

/** Gives a stack its status and tells it as an event. */
export function setStackStatus(
  engine: CloudFormationEngine,
  stack: Stack,
  status: StackStatus,
  reason?: string,
): void {
  stack.status = status;
  stack.reason = reason;
  save(engine, stack);
  append(engine, stack, {
    LogicalResourceId: stack.name,
    PhysicalResourceId: stack.id,
    ResourceType: STACK_TYPE,
    // Events of stacks use the stack's statuses where the API's type names those of resources.
    ResourceStatus: status as ResourceStatus,
    reason,
  });
}

/** Puts a resource's record into its stack and tells its status as an event. */
export function setResource(
  engine: CloudFormationEngine,
  stack: Stack,
  resource: StackResource,
): StackResource {
  const stamped = { ...resource, timestamp: new Date(engine.context.clock.now()) };
  stack.resources[resource.logicalId] = stamped;
  save(engine, stack);
  tell(engine, stack, stamped);
  return stamped;
}

/** Tells of a resource that is no longer in its stack (an old one on its way out). */
export function tell(engine: CloudFormationEngine, stack: Stack, resource: StackResource): void {
  append(engine, stack, {
    LogicalResourceId: resource.logicalId,
    PhysicalResourceId: resource.physicalId ?? '',
    ResourceType: resource.type,
    ResourceStatus: resource.status,
    ResourceProperties: JSON.stringify(
      masked(resource.properties, stack.parameters, stack.before?.parameters),
    ),
    reason: resource.reason,
  });
}

function append(
  engine: CloudFormationEngine,
  stack: Stack,
  event: Omit<StackEvent, 'ClientRequestToken' | 'EventId' | 'StackId' | 'StackName' | 'Timestamp'> & {
    reason: string | undefined;
  },
): void {
  if (engine.closed) return;
  const { reason, ...rest } = event;
  const previous = engine.events.last(stack.id)?.Timestamp.getTime() ?? 0;
  const appended: StackEvent = {
    EventId: `${event.LogicalResourceId}-${engine.context.newId()}`,
    StackId: stack.id,
    StackName: stack.name,
    // Clients order events by their time: each is later than the one before, be it by a millisecond.
    Timestamp: new Date(Math.max(engine.context.clock.now(), previous + 1)),
    ...rest,
    ...(reason !== undefined && { ResourceStatusReason: reason }),
    ...(stack.requestToken !== undefined && { ClientRequestToken: stack.requestToken }),
  };
  engine.events.append(stack.id, appended);
  notify(engine, stack, appended);
}
