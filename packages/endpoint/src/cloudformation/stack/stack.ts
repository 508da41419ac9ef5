import type { Capability } from '@aws-sdk/client-cloudformation';
import type { Attributes, Tag } from '../resources/resource-type.ts';
import type { StackParameters } from '../template/parameters.ts';
import type { DeletionPolicy, Value, ValueMap } from '../template/template.ts';

/** Statuses of stacks: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/view-stack-events.html */
export type StackStatus =
  | 'REVIEW_IN_PROGRESS'
  | `${'CREATE' | 'DELETE' | 'ROLLBACK' | 'UPDATE' | 'UPDATE_ROLLBACK'}_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | `${'UPDATE' | 'UPDATE_ROLLBACK'}_COMPLETE_CLEANUP_IN_PROGRESS`;

export type ResourceStatus =
  | `${'CREATE' | 'DELETE' | 'UPDATE'}_${'IN_PROGRESS' | 'COMPLETE' | 'FAILED'}`
  | 'DELETE_SKIPPED';

/** A resource as it stands. Never changed in place: a new record takes its place, so that snapshots stay true. */
export interface StackResource {
  readonly logicalId: string;
  readonly type: string;
  readonly physicalId?: string | undefined;
  /** Set while the creating call is under way: whether a resource of this physical id exists is not known. */
  readonly claimed?: boolean | undefined;
  readonly status: ResourceStatus;
  readonly reason?: string | undefined;
  readonly timestamp: Date;
  /** Resolved, with the stack's tags where the type takes them. */
  readonly properties: ValueMap;
  readonly attributes: Attributes;
  readonly metadata?: Value | undefined;
  readonly deletionPolicy: DeletionPolicy;
  readonly updateReplacePolicy: DeletionPolicy;
  /** What it depends on, references included: it is deleted before them. */
  readonly dependsOn: readonly string[];
}

export interface StackOutput {
  readonly OutputKey: string;
  readonly OutputValue: string;
  readonly Description?: string;
  readonly ExportName?: string;
}

/** What a deployment changes and a rollback brings back. */
export interface StackContent {
  templateBody: string;
  description: string | undefined;
  parameters: StackParameters;
  capabilities: Capability[];
  tags: Tag[];
  resources: Record<string, StackResource>;
  outputs: StackOutput[];
  /** Names of the exports that it imports. */
  imports: string[];
}

export interface Stack extends StackContent {
  readonly id: string;
  readonly name: string;
  status: StackStatus;
  reason?: string | undefined;
  readonly created: Date;
  updated?: Date | undefined;
  deleted?: Date | undefined;
  disableRollback: boolean;
  terminationProtection: boolean;
  roleArn?: string | undefined;
  notificationArns: string[];
  changeSetId?: string | undefined;
  parentId?: string | undefined;
  rootId?: string | undefined;
  /** The token of the operation under way or of the last one: its events carry it. */
  requestToken?: string | undefined;
  /** Whether a rollback also deletes what the operation created and its policy would retain. */
  retainExceptOnCreate?: boolean | undefined;
  /** The token of the request that created it: the same request again is the same stack. */
  clientToken?: string | undefined;
  /** The last stable state, while an update is not through: what a rollback goes back to. */
  before?: StackContent | undefined;
  /** Resources that are out of the template and still to be deleted. */
  cleanup: StackResource[];
}

export interface StackEvent {
  readonly EventId: string;
  readonly StackId: string;
  readonly StackName: string;
  readonly LogicalResourceId: string;
  readonly PhysicalResourceId: string;
  readonly ResourceType: string;
  readonly Timestamp: Date;
  readonly ResourceStatus: ResourceStatus;
  readonly ResourceStatusReason?: string;
  readonly ResourceProperties?: string;
  readonly ClientRequestToken?: string;
}

/** Whether nothing is under way: what waits for a stack may go on. */
export const isAtRest = (status: StackStatus): boolean =>
  status === 'REVIEW_IN_PROGRESS' || !status.endsWith('_IN_PROGRESS');

export function contentOf(stack: StackContent): StackContent {
  const { templateBody, description, parameters, capabilities, tags, resources, outputs, imports } = stack;
  return {
    templateBody,
    description,
    parameters,
    capabilities,
    tags,
    resources: { ...resources },
    outputs,
    imports,
  };
}
