import { AwsError } from '../core/errors.ts';

/**
 * SQS moved from the Query protocol to JSON and kept both sets of codes: the JSON name as the type, the Query code
 * in the `x-amzn-query-error` header and in the failed entries of a batch.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html
 */
function error(name: string, queryCode: string) {
  return (message: string) => new AwsError(name, message, { queryCode });
}

/** Codes that existed under a prefix in the Query protocol. */
function prefixed(name: string, queryName = name) {
  return error(name, `AWS.SimpleQueueService.${queryName}`);
}

const queueDoesNotExist = prefixed('QueueDoesNotExist', 'NonExistentQueue');
const receiptHandleIsInvalid = error('ReceiptHandleIsInvalid', 'ReceiptHandleIsInvalid');
const missingParameter = error('MissingRequiredParameterException', 'MissingParameter');

/** Every refusal of this service. */
export const errors = {
  batchEntryIdsNotDistinct: prefixed('BatchEntryIdsNotDistinct'),
  batchRequestTooLong: prefixed('BatchRequestTooLong'),
  emptyBatchRequest: prefixed('EmptyBatchRequest'),
  invalidAttributeName: error('InvalidAttributeName', 'InvalidAttributeName'),
  invalidAttributeValue: error('InvalidAttributeValue', 'InvalidAttributeValue'),
  invalidBatchEntryId: prefixed('InvalidBatchEntryId'),
  invalidMessageContents: error('InvalidMessageContents', 'InvalidMessageContents'),
  invalidParameterValue: error('InvalidParameterValueException', 'InvalidParameterValue'),
  messageNotInflight: prefixed('MessageNotInflight'),
  overLimit: error('OverLimit', 'OverLimit'),
  purgeQueueInProgress: prefixed('PurgeQueueInProgress'),
  queueNameExists: error('QueueNameExists', 'QueueAlreadyExists'),
  resourceNotFound: error('ResourceNotFoundException', 'ResourceNotFoundException'),
  tooManyEntriesInBatchRequest: prefixed('TooManyEntriesInBatchRequest'),
  unsupportedOperation: prefixed('UnsupportedOperation'),
  missingParameter: (name: string) => missingParameter(`The request must contain the parameter ${name}.`),
  queueDoesNotExist: () => queueDoesNotExist('The specified queue does not exist.'),
  receiptHandleIsInvalid: () => receiptHandleIsInvalid('The input receipt handle is invalid.'),
};
