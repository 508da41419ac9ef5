import { z } from 'zod';
import { integer } from '../core/input.ts';
import { sqsError } from './errors.ts';
import type { Queue } from './queue/queue.ts';

const MAX_TIMEOUT_SECONDS = 43_200;

/** What ChangeMessageVisibility and an entry of its batch have in common. */
export const visibilityShape = {
  ReceiptHandle: z.string().default(''),
  VisibilityTimeout: integer.optional(),
};

export function changeVisibility(
  queue: Queue,
  input: { ReceiptHandle: string; VisibilityTimeout?: number | undefined },
): void {
  const { VisibilityTimeout: seconds } = input;
  if (input.ReceiptHandle === '') throw sqsError.missingParameter('ReceiptHandle');
  if (seconds === undefined) throw sqsError.missingParameter('VisibilityTimeout');
  if (seconds < 0 || seconds > MAX_TIMEOUT_SECONDS) {
    throw sqsError.invalidParameterValue(
      `Value ${seconds} for parameter VisibilityTimeout is invalid. Reason: VisibilityTimeout must be an integer between 0 and ${MAX_TIMEOUT_SECONDS}.`,
    );
  }
  queue.changeVisibility(input.ReceiptHandle, seconds * 1000);
}
