import { sqsError } from './errors.ts';

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-queue-tags.html */
const MAX_TAGS = 50;
const CHARACTERS = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u;

/** @throws AwsError InvalidParameterValue. */
export function checkTags(tags: Record<string, string>): void {
  if (Object.keys(tags).length > MAX_TAGS) {
    throw sqsError.invalidParameterValue(`Too many tags added for queue: at most ${MAX_TAGS} are allowed.`);
  }
  for (const [key, value] of Object.entries(tags)) {
    const keyIsFine = key.length >= 1 && key.length <= 128 && CHARACTERS.test(key) && !key.startsWith('aws:');
    if (!keyIsFine || value.length > 256 || !CHARACTERS.test(value)) {
      throw sqsError.invalidParameterValue('A tag key or value is invalid.');
    }
  }
}
