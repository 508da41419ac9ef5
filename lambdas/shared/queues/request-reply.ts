import * as z from 'zod';
import { ShopError, type ShopErrorCode } from '../errors.ts';
import { parse } from '../parse.ts';
import { failureKind } from '../resilience/dependency-failure.ts';
import type { SendQueue } from './queue.ts';
import type { ReceivedMessage } from './queue-worker.ts';

/** Message attribute of a request and of its reply: which belongs to which. */
export const CORRELATION_ID = 'correlation-id';
/** Message attribute of a request: the URL of the queue that the reply goes to. */
export const REPLY_TO = 'reply-to';

/** The body of a reply. */
export type Reply = { result: unknown } | { error: { code: ShopErrorCode; message: string } };

const correlationId = z.string().regex(/^[A-Za-z0-9._:-]{1,128}$/, 'must be 1 to 128 plain characters');

/**
 * Answers requests that come over a queue. What the client has to change is answered with an error; what may succeed later
 * is thrown, and the queue repeats the request.
 *
 * @param replyQueues the queues that replies may go to, by URL: the function has permission for no other
 * @throws ShopError `malformed-event` for a request that cannot be answered, because it does not say where
 */
export function replyTo(
  replyQueues: ReadonlyMap<string, SendQueue>,
  operation: (body: unknown) => Promise<unknown>,
): (message: ReceivedMessage) => Promise<void> {
  return async ({ body, attributes }) => {
    const id = parse(correlationId, attributes.get(CORRELATION_ID), 'malformed-event');
    const queue = replyQueues.get(attributes.get(REPLY_TO) ?? '');
    if (queue === undefined) {
      throw new ShopError('malformed-event', `${REPLY_TO}: must be the URL of a queue for replies`);
    }
    await queue.send(await answer(() => operation(body)), { [CORRELATION_ID]: id });
  };
}

async function answer(run: () => Promise<unknown>): Promise<Reply> {
  try {
    return { result: await run() };
  } catch (error) {
    const { code, message } = ShopError.from(error);
    if (code === 'internal' || failureKind(ShopError.from(error)) !== 'final') throw error;
    return { error: { code, message } };
  }
}
