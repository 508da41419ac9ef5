import { AwsError, SUPPORT_LIST } from '../core/errors.ts';

/** CloudFormation's refusals, in its own words: tools such as the CDK CLI compare these texts. */

export const validationError = (message: string): AwsError => new AwsError('ValidationError', message);

export const templateFormatError = (message: string): AwsError =>
  validationError(`Template format error: ${message}`);

export const templateError = (message: string): AwsError => validationError(`Template error: ${message}`);

/** Most operations word it so; the CDK CLI compares the text. */
export const stackWithIdDoesNotExist = (nameOrId: string): AwsError =>
  validationError(`Stack with id ${nameOrId} does not exist`);

/** UpdateStack, DescribeStackEvents and change sets word it so. */
export const stackDoesNotExist = (nameOrId: string): AwsError =>
  validationError(`Stack [${nameOrId}] does not exist`);

export const stackAlreadyExists = (name: string): AwsError =>
  new AwsError('AlreadyExistsException', `Stack [${name}] already exists`);

export const stackInWrongState = (id: string, status: string, verb: 'updated' | 'deleted') =>
  validationError(`Stack:${id} is in ${status} state and can not be ${verb}.`);

export const noUpdates = (): AwsError => validationError('No updates are to be performed.');

export const changeSetNotFound = (nameOrId: string): AwsError =>
  new AwsError('ChangeSetNotFound', `ChangeSet [${nameOrId}] does not exist`, { status: 404 });

export const changeSetAlreadyExists = (name: string, stackId: string): AwsError =>
  new AwsError(
    'AlreadyExistsException',
    `ChangeSet ${name} cannot be created due to a mismatch with existing attribute: it already exists for ${stackId}`,
  );

export const invalidChangeSetStatus = (id: string, status: string): AwsError =>
  new AwsError(
    'InvalidChangeSetStatus',
    `ChangeSet [${id}] cannot be executed in its current status of [${status}]`,
  );

export const insufficientCapabilities = (capability: string): AwsError =>
  new AwsError('InsufficientCapabilitiesException', `Requires capabilities : [${capability}]`);

export const terminationProtected = (name: string): AwsError =>
  validationError(`Stack [${name}] cannot be deleted while TerminationProtection is enabled`);

export const notSupported = (what: string): AwsError =>
  new AwsError('NotImplemented', `The embedded endpoint does not implement ${what}. ${SUPPORT_LIST}`, {
    status: 501,
  });
