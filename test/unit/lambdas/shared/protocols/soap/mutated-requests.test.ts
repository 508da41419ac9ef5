import fc from 'fast-check';
import { expect, test } from 'vitest';
import { serve, soapHandler } from '../../../../../../lambdas/shared/protocols/soap/handler.ts';
import * as v1 from '../../../../../../schemas/gen/wsdl/carrier/v1.ts';
import { fuzzRuns } from '../../../../../support/fuzz.ts';
import { bookShipment, CONTEXT, envelope, soapEvent } from './soap-events.ts';

const RUNS = fuzzRuns(2000);

const accepted: v1.BookShipment[] = [];
const handler = soapHandler({
  release: 'v1',
  contracts: [
    serve<v1.Operations>(
      { version: 'v1', contract: v1.CONTRACT, wsdl: v1.WSDL },
      {
        BookShipment: async (input) => {
          accepted.push(input);
          const { shipmentId } = input;
          return {
            shipmentId,
            trackingNumber: 't',
            priceMinor: 1n,
            currency: 'GBP',
            estimatedDelivery: '2026-12-03',
          };
        },
        TrackShipment: async ({ shipmentId }) => ({ shipmentId, trackingNumber: 't', status: 'BOOKED' }),
      },
    ),
  ],
});

const VALID = Buffer.from(envelope(bookShipment()));

/** What XML, its namespaces and our types have trouble with. */
const PIECES: readonly string[] = [
  ...['<', '>', '&', '"', "'", '/', ']]>', '<!--', '-->', '<![CDATA[', '<?a b?>', '<?xml version="1.0"?>'],
  ...['&amp;', '&#0;', '&#x10FFFF;', '&#xD800;', '&x;', '&', '<!DOCTYPE a>', '<!ENTITY a "b">'],
  ...['<a/>', '<__proto__/>', '<constructor/>', '<toString>1</toString>', '<p:a/>', '<a xmlns="urn:x"/>'],
  ...[' xmlns="urn:x"', ' xmlns:p=""', ' p:a="1"', ' __proto__="1"', ' a="1"', ' a', '='],
  ...['9007199254740993', '-1', '1e9', 'NaN', '', ' ', '\n', '\u0000', '\uFEFF', '\uFFFE', '😀', '\u0085'],
  ...[
    '<parcels>1</parcels>',
    '</country>',
    '<country>',
    'x'.repeat(200),
    '<a>'.repeat(40),
    'x'.repeat(65_536),
  ],
];

const piece = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...PIECES).map((text) => Buffer.from(text)) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 1, maxLength: 4 }).map((bytes) => Buffer.from(bytes)) },
);

/** Replaces up to `removed` bytes at `at` with a piece. */
const mutation = fc.record({ at: fc.nat(VALID.length), removed: fc.nat(12), piece });

const request = fc
  .array(mutation, { minLength: 1, maxLength: 3 })
  .map((mutations) =>
    mutations.reduce<Buffer>(
      (body, { at, removed, piece }) =>
        Buffer.concat([body.subarray(0, at), piece, body.subarray(at + removed)]),
      VALID,
    ),
  );

test(`${RUNS.numRuns} mutated requests are answered below 500, and none that the contract forbids is accepted (seed ${RUNS.seed})`, async () => {
  const statuses = new Map<number, number>();
  await fc.assert(
    fc.asyncProperty(request, async (body) => {
      accepted.length = 0;
      const { statusCode, body: answer } = await handler(soapEvent(body), CONTEXT);
      statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
      expect([200, 400, 413]).toContain(statusCode);
      expect(answer).toContain(statusCode === 200 ? '<BookShipmentResponse' : '<faultcode>soap:');
      expect(accepted.length).toBe(statusCode === 200 ? 1 : 0);
      for (const { shipmentId, country, weightGrams, parcels } of accepted) {
        expect(shipmentId).toMatch(/^[A-Za-z0-9._:-]{1,100}$/);
        expect(country).toMatch(/^\P{Cc}{1,100}$/u);
        expect([weightGrams >= 1, weightGrams <= 1_000_000, parcels >= 1, parcels <= 100]).not.toContain(
          false,
        );
      }
    }),
    RUNS,
  );
  // All three happen, or the mutations are too mild or too wild.
  expect([...statuses.keys()].sort()).toEqual([200, 400, 413]);
}, 60_000);
