import { refusals } from '../../core/errors.ts';

/**
 * https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html, and codes of
 * services that this endpoint has resource types of but no API.
 */
export type ResourceErrorCode =
  | 'AlreadyExists'
  | 'AlreadyExistsException'
  | 'AlreadyExistsInStack'
  | 'InvalidParameterInput'
  | 'InvalidRequest'
  | 'NotStabilized'
  | 'NotUpdatable'
  | 'ValidationError';

const refusal = refusals<ResourceErrorCode>();

/** The closed set of refusals of resource handlers, which give the reason why a resource failed. */
export const resourceError = {
  alreadyExists: (type: string, name: string) =>
    refusal('AlreadyExists', `Resource of type '${type}' with identifier '${name}' already exists.`),
  alreadyExistsInStack: (name: string, stackId: string) =>
    refusal('AlreadyExistsInStack', `${name} already exists in stack ${stackId}`),
  invalidDashboardBody: (cause: unknown) =>
    refusal('InvalidParameterInput', 'The field DashboardBody must be a valid JSON object', { cause }),
  invalidRequest: (message: string) => refusal('InvalidRequest', message),
  notStabilized: (message: string) => refusal('NotStabilized', message),
  notUpdatable: (message: string) => refusal('NotUpdatable', message),
  validation: (message: string) => refusal('ValidationError', message),
  versionAlreadyExists: (version: string | undefined) =>
    refusal(
      'AlreadyExistsException',
      `A version for this Lambda function exists ( ${version} ). Modify the function to create a new version.`,
    ),
};
