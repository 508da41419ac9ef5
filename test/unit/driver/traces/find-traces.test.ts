import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import type { DriverContext } from '../../../../driver/context.ts';
import { findTraces } from '../../../../driver/traces/find-traces.ts';
import { TRACE_ID } from './spans.ts';

const event = (id: string, time: string, traceparent?: string) =>
  JSON.stringify({ specversion: '1.0', id, type: 'shop.order.placed', subject: 'o', time, traceparent });
const parent = (flags: string) => `00-${TRACE_ID}-00f067aa0ba902b7-${flags}`;

/** A deployment whose outbox, and whose journal, hold these events. */
function context(outbox: unknown[], journal: string[] = []) {
  const entry = { partition: '0', eventId: 'o.order', orderId: 'o' };
  const entries = journal.map((event, offset) => ({ ...entry, offset: String(offset), event }));
  const items = { shared: outbox.map((event) => ({ event })), journal: entries };
  const send = async ({ input }: { input: { TableName: 'shared' | 'journal' } }) => ({
    Items: items[input.TableName],
  });
  // The paginators of the SDK ask whether it is such a client.
  const documents = DynamoDBDocumentClient.from(new DynamoDBClient({ region: 'us-east-1' }));
  Object.assign(documents, { send });
  const tables = { shared: 'shared', journal: 'journal' } as DriverContext['system']['tables'];
  return { aws: { documents }, system: { tables } } as DriverContext;
}

describe('the traces of an order', () => {
  it('are in the events of the outbox, oldest first', async () => {
    const later = event('o.cancellation', '2026-12-01T11:00:00.000Z', parent('01'));
    const first = event('o.order', '2026-12-01T10:00:00.000Z', parent('01'));
    const found = await findTraces(context([later, first, 'no event', undefined]), 'o');
    expect(found.map(({ eventId }) => eventId)).toEqual(['o.order', 'o.cancellation']);
    expect(found[0]).toMatchObject({ traceId: TRACE_ID, time: new Date('2026-12-01T10:00:00Z') });
  });

  it('are in the journal once the outbox has forgotten them', async () => {
    const journal = [event('o.order', '2026-12-01T10:00:00.000Z', parent('01'))];
    expect(await findTraces(context([], journal), 'o')).toMatchObject([{ traceId: TRACE_ID }]);
  });

  it.each([
    ['no event', context([]), 'order-without-event', /Neither the outbox nor the journal/],
    [
      'an event without a trace',
      context([event('o.order', '2026-12-01T10:00:00.000Z')]),
      'order-not-traced',
      /tracing was off/,
    ],
    [
      'a trace that was not sampled',
      context([event('o.order', '2026-12-01T10:00:00.000Z', parent('00'))]),
      'order-not-traced',
      /not sampled/,
    ],
    [
      'an extension that is no traceparent',
      context([event('o.order', '2026-12-01T10:00:00.000Z', 'nonsense')]),
      'order-not-traced',
      /not sampled/,
    ],
  ])('are refused for an order with %s', async (_, given, code, message) => {
    await expect(findTraces(given, 'o')).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});
