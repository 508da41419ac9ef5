import { AwsError } from '../core/errors.ts';

/** The closed set of refusals of Parameter Store. */
export const ssmError = {
  validation: (message: string) => new AwsError('ValidationException', message),
  parameterNotFound: (name: string) => new AwsError('ParameterNotFound', `Parameter ${name} not found.`),
  parameterVersionNotFound: (name: string, version: string) =>
    new AwsError(
      'ParameterVersionNotFound',
      `Systems Manager could not find version ${version} of ${name}. Verify the version and try again.`,
    ),
  parameterAlreadyExists: () =>
    new AwsError(
      'ParameterAlreadyExists',
      'The parameter already exists. To overwrite this value, set the overwrite option in the request to true.',
    ),
  hierarchyLevelLimitExceeded: () =>
    new AwsError('HierarchyLevelLimitExceededException', 'A parameter name can have at most 15 levels.'),
  patternMismatch: () =>
    new AwsError(
      'ParameterPatternMismatchException',
      'Parameter value, cannot be validated against allowedPattern.',
    ),
  invalidAllowedPattern: () =>
    new AwsError('InvalidAllowedPatternException', 'AllowedPattern is not a valid regular expression.'),
  invalidFilterKey: (key: string) => new AwsError('InvalidFilterKey', `The filter key ${key} is not valid.`),
  invalidFilterOption: (option: string) =>
    new AwsError('InvalidFilterOption', `The filter option ${option} is not valid for this key.`),
  invalidNextToken: () => new AwsError('InvalidNextToken', 'The specified token is not valid.'),
  invalidResourceId: () => new AwsError('InvalidResourceId', 'The resource id names no parameter.'),
  tooManyTags: () => new AwsError('TooManyTagsError', 'A parameter can have at most 50 tags.'),
};
