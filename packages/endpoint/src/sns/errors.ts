import { refusals } from '../core/errors.ts';

/** https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html and the errors of each action. */
export type SnsErrorCode =
  | 'BatchEntryIdsNotDistinct'
  | 'BatchRequestTooLong'
  | 'EmptyBatchRequest'
  | 'FilterPolicyLimitExceeded'
  | 'InvalidBatchEntryId'
  | 'InvalidParameter'
  | 'NotFound'
  | 'ParameterValueInvalid'
  | 'ResourceNotFound'
  | 'TagLimitExceeded'
  | 'TooManyEntriesInBatchRequest'
  | 'ValidationError';

const refusal = refusals<SnsErrorCode>();

function error(code: SnsErrorCode, status = 400) {
  return (message: string) => refusal(code, message, { status });
}

const invalidParameter = error('InvalidParameter');
const notFound = error('NotFound', 404);

/** The closed set of refusals of SNS. */
export const snsError = {
  batchEntryIdsNotDistinct: error('BatchEntryIdsNotDistinct'),
  batchRequestTooLong: error('BatchRequestTooLong'),
  emptyBatchRequest: error('EmptyBatchRequest'),
  filterPolicyLimitExceeded: error('FilterPolicyLimitExceeded', 403),
  invalidBatchEntryId: error('InvalidBatchEntryId'),
  parameterValueInvalid: error('ParameterValueInvalid'),
  resourceNotFound: error('ResourceNotFound', 404),
  tagLimitExceeded: error('TagLimitExceeded'),
  tooManyEntriesInBatchRequest: error('TooManyEntriesInBatchRequest'),
  validationError: error('ValidationError'),
  invalidParameter: (reason: string) => invalidParameter(`Invalid parameter: ${reason}`),
  topicNotFound: () => notFound('Topic does not exist'),
  subscriptionNotFound: () => notFound('Subscription does not exist'),
};
