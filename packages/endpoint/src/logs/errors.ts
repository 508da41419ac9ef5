import { AwsError } from '../core/errors.ts';

/** The closed set of refusals of CloudWatch Logs. */
export const logsError = {
  invalidParameter: (message: string) => new AwsError('InvalidParameterException', message),
  resourceAlreadyExists: (what: 'group' | 'stream') =>
    new AwsError('ResourceAlreadyExistsException', `The specified log ${what} already exists`),
  resourceNotFound: (what: 'group' | 'stream') =>
    new AwsError('ResourceNotFoundException', `The specified log ${what} does not exist.`),
  tooManyTags: () => new AwsError('TooManyTagsException', 'A log group can have at most 50 tags.'),
};
