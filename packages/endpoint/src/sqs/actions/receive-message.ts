import { z } from 'zod';
import { integer } from '../../core/input.ts';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { renderReceived } from '../receiving.ts';
import { queueOf } from '../resource-arns.ts';

const names = z.array(z.string()).default([]);
const ATTEMPT_ID = /^[!-~]{1,128}$/;

export const receiveMessage = operation('sqs', 'ReceiveMessage', {
  resource: queueOf,
  input: z.object({
    QueueUrl: z.string().default(''),
    AttributeNames: names,
    MessageSystemAttributeNames: names,
    MessageAttributeNames: names,
    MaxNumberOfMessages: integer.default(1),
    VisibilityTimeout: integer.optional(),
    WaitTimeSeconds: integer.optional(),
    ReceiveRequestAttemptId: z.string().optional(),
  }),
  async run({ queues }: SqsEngine, input, request) {
    const queue = queues.byUrl(input.QueueUrl);
    checkRange('MaxNumberOfMessages', input.MaxNumberOfMessages, 1, 10);
    checkRange('VisibilityTimeout', input.VisibilityTimeout, 0, 43_200);
    checkWait(input.WaitTimeSeconds);
    const { isFifo, waitMs } = queue.settings;
    checkAttemptId(input.ReceiveRequestAttemptId, isFifo);
    const received = await queue.receive(
      {
        max: input.MaxNumberOfMessages,
        visibilityMs: inMilliseconds(input.VisibilityTimeout),
        waitMs: inMilliseconds(input.WaitTimeSeconds) ?? waitMs,
        attemptId: input.ReceiveRequestAttemptId,
      },
      request.signal,
    );
    if (received.length === 0) return {};
    // Only over the wire: there the signal says that the answer did not arrive. A caller in process has it now.
    if (request.id !== undefined) {
      const handBack = () => queue.handBack(received);
      if (request.signal?.aborted) handBack();
      else request.signal?.addEventListener('abort', handBack, { once: true });
    }
    const systemNames = [...input.AttributeNames, ...input.MessageSystemAttributeNames];
    return {
      Messages: received.map((message) =>
        renderReceived(message, isFifo, systemNames, input.MessageAttributeNames),
      ),
    };
  },
});

function checkAttemptId(id: string | undefined, isFifo: boolean): void {
  if (id === undefined) return;
  if (!isFifo) {
    throw sqsError.invalidParameterValue(
      'Value for parameter ReceiveRequestAttemptId is invalid. Reason: The request include parameter that is not valid for this queue type.',
    );
  }
  if (ATTEMPT_ID.test(id)) return;
  throw sqsError.invalidParameterValue(
    'Value for parameter ReceiveRequestAttemptId is invalid. Reason: ReceiveRequestAttemptId can only include alphanumeric and punctuation characters. 1 to 128 in length.',
  );
}

function inMilliseconds(seconds: number | undefined): number | undefined {
  return seconds === undefined ? undefined : seconds * 1000;
}

function checkWait(seconds: number | undefined): void {
  if (seconds === undefined || (seconds >= 0 && seconds <= 20)) return;
  throw sqsError.invalidParameterValue(
    `Value ${seconds} for parameter WaitTimeSeconds is invalid. Reason: Must be >= 0 and <= 20, if provided.`,
  );
}

function checkRange(name: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined || (value >= least && value <= most)) return;
  throw sqsError.invalidParameterValue(
    `Value ${value} for parameter ${name} is invalid. Reason: Must be between ${least} and ${most}, if provided.`,
  );
}
