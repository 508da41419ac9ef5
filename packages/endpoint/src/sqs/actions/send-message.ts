import { z } from 'zod';
import { operation } from '../../core/operation.ts';
import type { SqsEngine } from '../engine.ts';
import { prepareMessage, sendResult, sendShape } from '../prepare-message.ts';
import { queueOf } from '../resource-arns.ts';

export const sendMessage = operation('sqs', 'SendMessage', {
  resource: queueOf,
  input: z.object({ QueueUrl: z.string().default(''), ...sendShape }),
  run(engine: SqsEngine, input, { traceHeader }) {
    const queue = engine.queues.byUrl(input.QueueUrl);
    const prepared = prepareMessage(engine, queue, input, traceHeader);
    const [sent] = queue.send([prepared.message]);
    if (sent === undefined) throw new Error('A queue answers each message that it is sent.');
    return sendResult(queue, prepared, sent);
  },
});
