import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { paymentStore as storeV11 } from '../../../../lambdas/payments/v1.1/payment-store.ts';
import { paymentsHandler as handlerV11 } from '../../../../lambdas/payments/v1.1/payments-handler.ts';
import { paymentStore as storeV2 } from '../../../../lambdas/payments/v2/payment-store.ts';
import { paymentsHandler as handlerV2 } from '../../../../lambdas/payments/v2/payments-handler.ts';
import { fuzzRuns } from '../../../support/fuzz.ts';
import { ask } from './ask.ts';
import { asyncPayments } from './async-payments.ts';
import { memoryTable } from './memory-table.ts';

const RUNS = fuzzRuns(2000);

const allow = async () => ({ decision: 'allow', score: 0, degraded: false }) as const;
const table = memoryTable();
let made = 0;
const dependencies = {
  assess: allow,
  assessOrHold: allow,
  now: () => new Date(0),
  newPaymentId: () => `made-${++made}`,
  ...asyncPayments(table),
};
const handlers = {
  'v1.1': handlerV11({ ...dependencies, store: storeV11(table) }),
  v2: handlerV2({ ...dependencies, store: storeV2(table) }),
};

const good = Buffer.from(
  '{"orderId":"536365","amount":"139.12","currency":"GBP","kind":"charge","customerId":null,"country":"Zoë"}',
);

/** A good request in which some bytes are replaced, left out, or followed by others. */
const mutated = fc
  .array(
    fc.record({
      at: fc.nat(good.length - 1),
      remove: fc.nat(3),
      insert: fc.oneof(
        fc.uint8Array({ maxLength: 4 }),
        fc
          .constantFrom(
            '"',
            '{',
            '}',
            '[',
            '\\ud800',
            '\\u0000',
            '9007199254740993',
            '1e400',
            '"__proto__":{},',
            'é',
          )
          .map((text) => new Uint8Array(Buffer.from(text))),
      ),
    }),
    { maxLength: 3 },
  )
  .map((edits) =>
    edits.reduce<Uint8Array>(
      (bytes, { at, remove, insert }) =>
        new Uint8Array(Buffer.concat([bytes.slice(0, at), insert, bytes.slice(at + remove)])),
      new Uint8Array(good),
    ),
  );

const body = fc.oneof({ weight: 8, arbitrary: mutated }, fc.uint8Array({ maxLength: 200 }), fc.json());
const header = (...usual: string[]) =>
  fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...usual) }, fc.string({ unit: 'binary', maxLength: 12 }));

describe.each([
  ['v1.1', 'v1'],
  ['v2', 'v1'],
  ['v2', 'v2'],
] as const)('release %s of payments, contract %s', (release, version) => {
  it(`answers ${RUNS.numRuns} mutated requests by the contract, below 500, and stores none that it refuses`, async () => {
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(
        body,
        header('60000', '9999999999', 'soon', ''),
        header('application/json', 'application/json; charset=utf-8', 'text/xml'),
        header('k1', 'k2', 'k3', 'a b'),
        async (body, timeout, contentType, key) => {
          const before = table.size;
          const headers = { 'X-Timeout-Ms': timeout, 'Content-Type': contentType, 'Idempotency-Key': key };
          const { status, body: answer } = await ask(handlers[release], `POST /${version}/payments`, {
            headers,
            body,
          });
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          // A random number of milliseconds may be 0.
          if (answer.code !== 'deadline-exceeded') expect(status).toBeLessThan(500);
          expect(table.size - before).toBe(status === 201 ? 1 : 0);
        },
      ),
      RUNS,
    );
    // Not all of them are refused at the first hurdle.
    for (const status of [200, 400, 415, 422])
      expect([status, statuses.get(status) ?? 0]).not.toEqual([status, 0]);
  });
});
