import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { listDeadLetters } from '../../driver/dead-letters/list-dead-letters.ts';
import { mappingsOf } from '../../driver/faults/paused-consumer.ts';
import { runMessagesMatrix } from '../../driver/messages/matrix.ts';
import { listUnpublished } from '../../driver/outbox/unpublished-events.ts';
import { ALIAS } from '../../driver/system.ts';
import { deployedShop } from './support/deployed-shop.ts';

test('what becomes of events between two releases is as their schemas predict, and nothing is left behind', async () => {
  const shop = await deployedShop();
  const run = randomBytes(4).toString('hex');
  const { signal } = new AbortController();
  const cells = await runMessagesMatrix({ ...shop, run, signal, progress: () => {} });

  expect(cells.filter(({ predicted, observed }) => predicted !== observed)).toEqual([]);
  for (const kind of ['order', 'cancellation']) {
    const own = cells.filter(({ event }) => event === kind);
    const observed = Object.fromEntries(
      own.map((cell) => [`${cell.producer} → ${cell.consumer} ${cell.release}`, cell.observed]),
    );
    expect(observed).toEqual({
      'v1.3 → analytics v1.1': 'processed',
      'v1.3 → analytics v2': 'processed; defaults: channel',
      'v2 → analytics v1.1': 'parked: unknown-schema',
      'v2 → analytics v2': 'processed',
      'v1.3 → email v1.1': 'processed',
      'v1.3 → email v2': 'processed; defaults: currency',
      'v2 → email v1.1': 'parked: unknown-schema',
      'v2 → email v2': 'processed',
      'v1.3 → journal v1.1': 'processed',
      'v1.3 → journal v2': 'processed',
      'v2 → journal v1.1': 'processed',
      'v2 → journal v2': 'processed',
    });
  }

  const { letters } = await listDeadLetters({ ...shop, signal });
  expect(letters.filter(({ group }) => group?.startsWith(run))).toEqual([]);
  expect((await listUnpublished(shop)).filter(({ orderId }) => orderId?.startsWith(run))).toEqual([]);
  const [mapping] = await mappingsOf(shop, `${shop.system.relay.functionName}:${ALIAS}`);
  expect(mapping?.State).toBe('Enabled');
});
