import { expect, it, vi } from 'vitest';
import { serve, soapHandler } from '../../../../../../lambdas/shared/protocols/soap/handler.ts';
import * as v1 from '../../../../../../schemas/gen/wsdl/carrier/v1.ts';
import { bookShipment, CONTEXT, envelope, soapEvent } from './soap-events.ts';

vi.mock('../../../../../../lambdas/shared/faults/active-faults.ts', () => ({
  activeFaults: async () => [{ service: 'carrier', share: 1, fault: { kind: 'latency', ms: 40 } }],
}));
vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'carrier');

it('a fault that outlasts the deadline keeps the booking from starting', async () => {
  const book = vi.fn();
  const TrackShipment = vi.fn();
  const handler = soapHandler({
    release: 'v1',
    contracts: [
      serve<v1.Operations>(
        { version: 'v1', contract: v1.CONTRACT, wsdl: v1.WSDL },
        { BookShipment: book, TrackShipment },
      ),
    ],
  });
  const event = soapEvent(envelope(bookShipment()), { headers: { 'X-Timeout-Ms': '20' } });
  const { statusCode, body } = await handler(event, CONTEXT);
  expect([statusCode, body]).toEqual([504, expect.stringContaining('<code>deadline-exceeded</code>')]);
  expect(book).not.toHaveBeenCalled();
});
