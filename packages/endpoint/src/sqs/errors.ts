import { refusals } from '../core/errors.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html and the errors of each action. */
export type SqsErrorCode =
  | 'BatchEntryIdsNotDistinct'
  | 'BatchRequestTooLong'
  | 'EmptyBatchRequest'
  | 'InvalidAction'
  | 'InvalidAddress'
  | 'InvalidAttributeName'
  | 'InvalidAttributeValue'
  | 'InvalidBatchEntryId'
  | 'InvalidMessageContents'
  | 'InvalidParameterValueException'
  | 'MissingRequiredParameterException'
  | 'OverLimit'
  | 'PurgeQueueInProgress'
  | 'QueueDoesNotExist'
  | 'QueueNameExists'
  | 'ReceiptHandleIsInvalid'
  | 'ResourceNotFoundException'
  | 'TooManyEntriesInBatchRequest';

const refusal = refusals<SqsErrorCode>();

/**
 * SQS moved from the Query protocol to JSON and kept both sets of codes: the JSON name as the type, the Query code
 * in the `x-amzn-query-error` header and in the failed entries of a batch.
 */
function error(code: SqsErrorCode, queryCode: string, status = 400) {
  return (message: string) => refusal(code, message, { queryCode, status });
}

/** Codes that existed under a prefix in the Query protocol. */
function prefixed(code: SqsErrorCode, queryName: string = code, status = 400) {
  return error(code, `AWS.SimpleQueueService.${queryName}`, status);
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

/** The closed set of refusals of SQS. */
export const sqsError = {
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
  /** An action that the Query protocol of SQS does not have. */
  invalidAction: (action: string) =>
    refusal('InvalidAction', `The action ${action} is not valid for this endpoint.`),
  invalidAddress: () => invalidAddress('The address of the request is not valid for this endpoint.'),
  missingParameter: (name: string) => missingParameter(`The request must contain the parameter ${name}.`),
  noSuchArn: (parameter: string) =>
    resourceNotFound(`The resource that you specified for the ${parameter} parameter doesn't exist.`),
  queueDoesNotExist: () => queueDoesNotExist('The specified queue does not exist.'),
  /** The same refusal, as the Query protocol words it. */
  queueDoesNotExistInQuery: () =>
    queueDoesNotExist('The specified queue does not exist for this wsdl version.'),
  receiptHandleHasExpired: () => invalidReceiptHandle('The receipt handle has expired.'),
  receiptHandleIsInvalid: () =>
    receiptHandleIsInvalid('The input receipt handle is not a valid receipt handle.'),
};
