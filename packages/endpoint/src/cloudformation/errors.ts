import { refusals, SUPPORT_LIST } from '../core/errors.ts';

/**
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html and the errors of each action;
 * `InternalFailure` and `NotImplemented` are this endpoint's own. Resource handlers have codes of their own: see
 * `resources/errors.ts`.
 */
export type CloudFormationErrorCode =
  | 'AlreadyExistsException'
  | 'ChangeSetNotFound'
  | 'InsufficientCapabilitiesException'
  | 'InternalFailure'
  | 'InvalidChangeSetStatus'
  | 'NotImplemented'
  | 'ValidationError';

const refusal = refusals<CloudFormationErrorCode>();

const validation = (message: string, cause?: unknown) => refusal('ValidationError', message, { cause });

/** The closed set of refusals of CloudFormation, in its own words: tools such as the CDK CLI compare these texts. */
export const cloudFormationError = {
  changeSetAlreadyExists: (name: string, stackId: string) =>
    refusal(
      'AlreadyExistsException',
      `ChangeSet ${name} cannot be created due to a mismatch with existing attribute: it already exists for ${stackId}`,
    ),
  changeSetNotFound: (nameOrId: string) =>
    refusal('ChangeSetNotFound', `ChangeSet [${nameOrId}] does not exist`, { status: 404 }),
  insufficientCapabilities: (capability: string) =>
    refusal('InsufficientCapabilitiesException', `Requires capabilities : [${capability}]`),
  invalidChangeSetStatus: (id: string, status: string) =>
    refusal(
      'InvalidChangeSetStatus',
      `ChangeSet [${id}] cannot be executed in its current status of [${status}]`,
    ),
  noUpdates: () => validation('No updates are to be performed.'),
  notImplemented: (what: string) =>
    refusal('NotImplemented', `The embedded endpoint does not implement ${what}. ${SUPPORT_LIST}`, {
      status: 501,
    }),
  stackAlreadyExists: (name: string) => refusal('AlreadyExistsException', `Stack [${name}] already exists`),
  /** UpdateStack, DescribeStackEvents and change sets word it so. */
  stackDoesNotExist: (nameOrId: string) => validation(`Stack [${nameOrId}] does not exist`),
  stackInWrongState: (id: string, status: string, verb: 'updated' | 'deleted') =>
    validation(`Stack:${id} is in ${status} state and can not be ${verb}.`),
  /** Most operations word it so; the CDK CLI compares the text. */
  stackWithIdDoesNotExist: (nameOrId: string) => validation(`Stack with id ${nameOrId} does not exist`),
  stopping: () => refusal('InternalFailure', 'The endpoint is stopping.', { status: 500 }),
  templateError: (message: string) => validation(`Template error: ${message}`),
  templateFormatError: (message: string) => validation(`Template format error: ${message}`),
  terminationProtected: (name: string) =>
    validation(`Stack [${name}] cannot be deleted while TerminationProtection is enabled`),
  validation,
};
