import { AwsError } from '../core/errors.ts';

/**
 * SQS moved from the Query protocol to JSON and kept both sets of codes: the JSON name as the type, the Query code
 * in the `x-amzn-query-error` header and in the failed entries of a batch.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
 */
function error(name: string, queryCode: string, status = 400) {
  return (message: string) => new AwsError(name, message, { queryCode, status });
}

/** Codes that existed under a prefix in the Query protocol. */
function prefixed(name: string, queryName = name, status = 400) {
  return error(name, `AWS.SimpleQueueService.${queryName}`, status);
}

const queueDoesNotExist = prefixed('QueueDoesNotExist', 'NonExistentQueue');
const receiptHandleIsInvalid = error('ReceiptHandleIsInvalid', 'ReceiptHandleIsInvalid', 404);
const missingParameter = error('MissingRequiredParameterException', 'MissingParameter');
const invalidParameterValue = error('InvalidParameterValueException', 'InvalidParameterValue');
const resourceNotFound = error('ResourceNotFoundException', 'ResourceNotFoundException', 404);
const invalidAddress = error('InvalidAddress', 'InvalidAddress', 404);

function invalidReceiptHandle(reason: string) {
  return invalidParameterValue(`Value for parameter ReceiptHandle is invalid. Reason: ${reason}`);
}

/** Every refusal of this service. */
export const errors = {
  batchEntryIdsNotDistinct: prefixed('BatchEntryIdsNotDistinct'),
  batchRequestTooLong: prefixed('BatchRequestTooLong'),
  emptyBatchRequest: prefixed('EmptyBatchRequest'),
  invalidAttributeName: error('InvalidAttributeName', 'InvalidAttributeName'),
  invalidAttributeValue: error('InvalidAttributeValue', 'InvalidAttributeValue'),
  invalidBatchEntryId: prefixed('InvalidBatchEntryId'),
  invalidMessageContents: error('InvalidMessageContents', 'InvalidMessageContents'),
  invalidParameterValue,
  invalidReceiptHandle,
  overLimit: error('OverLimit', 'OverLimit', 403),
  purgeQueueInProgress: prefixed('PurgeQueueInProgress', 'PurgeQueueInProgress', 403),
  queueNameExists: error('QueueNameExists', 'QueueAlreadyExists'),
  resourceNotFound,
  tooManyEntriesInBatchRequest: prefixed('TooManyEntriesInBatchRequest'),
  invalidAddress: () => invalidAddress('The address of the request is not valid for this endpoint.'),
  missingParameter: (name: string) => missingParameter(`The request must contain the parameter ${name}.`),
  noSuchArn: (parameter: string) =>
    resourceNotFound(`The resource that you specified for the ${parameter} parameter doesn't exist.`),
  queueDoesNotExist: () => queueDoesNotExist('The specified queue does not exist.'),
  receiptHandleHasExpired: () => invalidReceiptHandle('The receipt handle has expired.'),
  receiptHandleIsInvalid: () =>
    receiptHandleIsInvalid('The input receipt handle is not a valid receipt handle.'),
};
