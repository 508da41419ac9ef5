import { operation } from '../../core/operation.ts';
import { batchSchema, runBatch } from '../batch.ts';
import type { SqsEngine } from '../engine.ts';
import { sqsError } from '../errors.ts';
import { checkFifoEntry, messageBytes, prepareMessage, sendResult, sendShape } from '../prepare-message.ts';
import { queueOf } from '../resource-arns.ts';

const MAX_BATCH_BYTES = 1_048_576;

export const sendMessageBatch = operation('sqs', 'SendMessageBatch', {
  resource: queueOf,
  input: batchSchema(sendShape),
  run(engine: SqsEngine, input, { traceHeader }) {
    const queue = engine.queues.byUrl(input.QueueUrl);
    for (const entry of input.Entries) checkFifoEntry(queue, entry);
    const { Successful: prepared, Failed } = runBatch(input.Entries, (entry) => ({
      id: entry.Id,
      ...prepareMessage(engine, queue, entry, traceHeader),
    }));
    const bytes = input.Entries.reduce((sum, entry) => sum + messageBytes(entry), 0);
    if (bytes > MAX_BATCH_BYTES) {
      throw sqsError.batchRequestTooLong(
        `Batch requests cannot be longer than ${MAX_BATCH_BYTES} bytes. You have sent ${bytes} bytes.`,
      );
    }
    const sent = queue.send(prepared.map(({ message }) => message));
    const Successful = prepared.flatMap((one, index) => {
      const answer = sent[index];
      return answer === undefined ? [] : [{ Id: one.id, ...sendResult(queue, one, answer) }];
    });
    return { Successful, Failed };
  },
});
