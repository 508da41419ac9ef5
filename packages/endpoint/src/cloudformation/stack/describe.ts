import type { Stack as StackDescription, StackResourceDetail } from '@aws-sdk/client-cloudformation';
import { describeParameters } from '../template/parameters.ts';
import type { Stack, StackResource } from './stack.ts';

export function describeStack(stack: Stack): StackDescription {
  return {
    StackId: stack.id,
    StackName: stack.name,
    ...(stack.changeSetId !== undefined && { ChangeSetId: stack.changeSetId }),
    ...(stack.description !== undefined && { Description: stack.description }),
    Parameters: describeParameters(stack.parameters),
    CreationTime: stack.created,
    ...(stack.updated !== undefined && { LastUpdatedTime: stack.updated }),
    ...(stack.deleted !== undefined && { DeletionTime: stack.deleted }),
    RollbackConfiguration: {},
    StackStatus: stack.status,
    ...(stack.reason !== undefined && { StackStatusReason: stack.reason }),
    DisableRollback: stack.disableRollback,
    NotificationARNs: stack.notificationArns,
    Capabilities: stack.capabilities,
    Outputs: stack.outputs.map((output) => ({ ...output })),
    ...(stack.roleArn !== undefined && { RoleARN: stack.roleArn }),
    Tags: stack.tags,
    EnableTerminationProtection: stack.terminationProtection,
    ...(stack.parentId !== undefined && { ParentId: stack.parentId }),
    ...(stack.rootId !== undefined && { RootId: stack.rootId }),
    DriftInformation: { StackDriftStatus: 'NOT_CHECKED' },
  };
}

export function describeResource(stack: Stack, resource: StackResource) {
  return {
    ...summarizeResource(resource),
    StackId: stack.id,
    StackName: stack.name,
    Timestamp: resource.timestamp,
  };
}

export function describeResourceDetail(stack: Stack, resource: StackResource): StackResourceDetail {
  return {
    ...summarizeResource(resource),
    StackId: stack.id,
    StackName: stack.name,
    ...(resource.metadata !== undefined && { Metadata: JSON.stringify(resource.metadata) }),
  };
}

export function summarizeResource(resource: StackResource) {
  return {
    LogicalResourceId: resource.logicalId,
    ...(resource.physicalId !== undefined && { PhysicalResourceId: resource.physicalId }),
    ResourceType: resource.type,
    LastUpdatedTimestamp: resource.timestamp,
    ResourceStatus: resource.status,
    ...(resource.reason !== undefined && { ResourceStatusReason: resource.reason }),
    DriftInformation: { StackResourceDriftStatus: 'NOT_CHECKED' as const },
  };
}
