import { DeduplicationScope, FifoThroughputLimit, QueueEncryption } from 'aws-cdk-lib/aws-sqs';

/** Of every queue: SQS encrypts it, and takes no request without TLS. */
export const SECURE = { encryption: QueueEncryption.SQS_MANAGED, enforceSSL: true };

/**
 * Of a FIFO queue with high throughput: a deduplication id holds within its group, and each group has a quota of its own.
 *
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/high-throughput-fifo.html
 */
export const FIFO = {
  fifo: true,
  deduplicationScope: DeduplicationScope.MESSAGE_GROUP,
  fifoThroughputLimit: FifoThroughputLimit.PER_MESSAGE_GROUP_ID,
};
