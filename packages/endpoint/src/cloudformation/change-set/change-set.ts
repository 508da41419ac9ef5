import type { Capability, Change } from '@aws-sdk/client-cloudformation';
import type { Tag } from '../resources/resource-type.ts';
import type { OnFailure } from '../stack/on-failure.ts';
import type { StackParameters } from '../template/parameters.ts';
import type { Problem } from '../template/problem.ts';

export interface ChangeSet {
  readonly id: string;
  readonly name: string;
  readonly stackId: string;
  readonly stackName: string;
  readonly type: 'CREATE' | 'UPDATE';
  readonly created: Date;
  readonly description?: string | undefined;
  readonly status: 'CREATE_PENDING' | 'CREATE_IN_PROGRESS' | 'CREATE_COMPLETE' | 'FAILED';
  readonly reason?: string | undefined;
  /** `EXECUTE_IN_PROGRESS` from its execution on: how that ended is what became of the stack. */
  readonly executionStatus: 'AVAILABLE' | 'UNAVAILABLE' | 'EXECUTE_IN_PROGRESS';
  readonly templateBody: string;
  readonly parameters: StackParameters;
  readonly tags: Tag[];
  readonly capabilities: Capability[];
  readonly notificationArns: string[];
  readonly roleArn?: string | undefined;
  readonly onFailure?: OnFailure | undefined;
  readonly includeNestedStacks: boolean;
  readonly clientToken?: string | undefined;
  readonly changes: Change[];
  /** What its validation found; absent in records of older releases. */
  readonly problems?: readonly Problem[];
}

/** Clients look for the name of the validation, and then ask DescribeEvents for what it found. */
export const VALIDATION_FAILED =
  'The following hook(s)/validation failed: [AWS::EarlyValidation::PropertyValidation]. To troubleshoot Early Validation errors, use the DescribeEvents API for detailed failure information.';

export const NO_CHANGES =
  "The submitted information didn't contain changes. Submit different information to create a change set.";
