import { refusals } from '../core/errors.ts';

/** https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/CommonErrors.html */
export type LogsErrorCode =
  | 'InvalidParameterException'
  | 'ResourceAlreadyExistsException'
  | 'ResourceNotFoundException'
  | 'TooManyTagsException';

const refusal = refusals<LogsErrorCode>();

/** The closed set of refusals of CloudWatch Logs. */
export const logsError = {
  invalidParameter: (message: string) => refusal('InvalidParameterException', message),
  resourceAlreadyExists: (what: 'group' | 'stream') =>
    refusal('ResourceAlreadyExistsException', `The specified log ${what} already exists`),
  resourceNotFound: (what: 'group' | 'stream') =>
    refusal('ResourceNotFoundException', `The specified log ${what} does not exist.`),
  tooManyTags: () => refusal('TooManyTagsException', 'A log group can have at most 50 tags.'),
};
