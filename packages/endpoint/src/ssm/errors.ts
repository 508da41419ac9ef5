import { refusals } from '../core/errors.ts';

/** https://docs.aws.amazon.com/systems-manager/latest/APIReference/CommonErrors.html */
export type SsmErrorCode =
  | 'HierarchyLevelLimitExceededException'
  | 'InvalidAllowedPatternException'
  | 'InvalidFilterKey'
  | 'InvalidFilterOption'
  | 'InvalidNextToken'
  | 'InvalidResourceId'
  | 'ParameterAlreadyExists'
  | 'ParameterNotFound'
  | 'ParameterPatternMismatchException'
  | 'ParameterVersionNotFound'
  | 'TooManyTagsError'
  | 'ValidationException';

const refusal = refusals<SsmErrorCode>();

/** The closed set of refusals of Parameter Store. */
export const ssmError = {
  validation: (message: string) => refusal('ValidationException', message),
  parameterNotFound: (name: string) => refusal('ParameterNotFound', `Parameter ${name} not found.`),
  parameterVersionNotFound: (name: string, version: string) =>
    refusal(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
    ),
  parameterAlreadyExists: () =>
    refusal(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    ),
  hierarchyLevelLimitExceeded: () =>
    refusal('HierarchyLevelLimitExceededException', 'A parameter name can have at most 15 levels.'),
  patternMismatch: () =>
    refusal(
      'ParameterPatternMismatchException',
      'Parameter value, cannot be validated against allowedPattern.',
    ),
  invalidAllowedPattern: () =>
    refusal('InvalidAllowedPatternException', 'AllowedPattern is not a valid regular expression.'),
  invalidFilterKey: (key: string) => refusal('InvalidFilterKey', `The filter key ${key} is not valid.`),
  invalidFilterOption: (option: string) =>
    refusal('InvalidFilterOption', `The filter option ${option} is not valid for this key.`),
  invalidNextToken: () => refusal('InvalidNextToken', 'The specified token is not valid.'),
  invalidResourceId: () => refusal('InvalidResourceId', 'The resource id names no parameter.'),
  tooManyTags: () => refusal('TooManyTagsError', 'A parameter can have at most 50 tags.'),
};
