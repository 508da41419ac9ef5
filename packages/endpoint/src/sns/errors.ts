import { AwsError } from '../core/errors.ts';

function error(code: string, status = 400) {
  return (message: string) => new AwsError(code, message, { status });
}

const invalidParameter = error('InvalidParameter');
const notFound = error('NotFound', 404);

/** Every refusal of this service: https://docs.aws.amazon.com/sns/latest/api/CommonErrors.html */
export const errors = {
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
