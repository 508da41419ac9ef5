import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import * as z from 'zod';
import * as v11 from '../../../../lambdas/payments/v1.1/contract-v1.ts';
import * as v2v1 from '../../../../lambdas/payments/v2/contract-v1.ts';
import { newPaymentV2 } from '../../../../lambdas/payments/v2/contract-v2.ts';
import { identifier } from '../../../../lambdas/shared/fields.ts';
import { OpenApiContract } from '../../../support/openapi-contract.ts';

const contracts = {
  v1: new OpenApiContract('schemas/openapi/payments/v1.yaml'),
  v2: new OpenApiContract('schemas/openapi/payments/v2.yaml'),
};

/** A schema of a document with its references in place, and without what validates nothing. */
function bare(version: 'v1' | 'v2', name: string): unknown {
  const { components } = parse(readFileSync(`schemas/openapi/payments/${version}.yaml`, 'utf8'));
  return JSON.parse(
    JSON.stringify(components.schemas[name], (key, value) => {
      if (key === 'description') return undefined;
      const target = value?.$ref?.replace('#/components/schemas/', '');
      return target === undefined ? value : bare(version, target);
    }),
  );
}

function generated(schema: z.ZodType): unknown {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, { io: 'input' });
  return rest;
}

describe('the requests that a release accepts', () => {
  it.each([
    ['v1.1, contract v1', 'v1', v11.newPaymentV1],
    ['v2, contract v1', 'v1', v2v1.newPaymentV1],
    ['v2, contract v2', 'v2', newPaymentV2],
  ] as const)('are those of the contract: %s', (_, version, schema) => {
    expect(generated(schema)).toEqual(bare(version, 'NewPayment'));
    expect(generated(identifier)).toEqual(bare(version, 'Identifier'));
  });

  const value = fc.oneof(
    fc.constantFrom(
      ...[
        null,
        1,
        0.1,
        true,
        [],
        {},
        '',
        '0',
        '-0',
        '12.50',
        '12.50000',
        '1e3',
        '.5',
        '999999999999999.9999',
      ],
      ...['1000000000000000', '１', 'GBP', 'EUR', 'charge', 'refund', 'web', 'fax', 'United Kingdom', '👩‍🚀'],
      ...[
        'x'.repeat(100),
        'x'.repeat(101),
        '😀'.repeat(51),
        '😀'.repeat(100),
        'a\nb',
        '\u2028',
        '\ud800',
        '__proto__',
      ],
    ),
    fc.string({ unit: 'binary', maxLength: 120 }),
    fc.jsonValue({ maxDepth: 1 }),
  );
  const valid = {
    orderId: '1',
    amount: '1',
    currency: 'GBP',
    kind: 'charge',
    customerId: null,
    country: 'X',
  };
  const fields = [...Object.keys(valid), 'channel', 'unknown'];
  /** One field at a time has an odd value or is missing: with several, hardly any request would be accepted. */
  const request = fc
    .tuple(fc.constantFrom(...fields), fc.option(value, { nil: undefined }))
    .map(([name, odd]) => ({ ...valid, [name]: odd }))
    .map((changed) => JSON.parse(JSON.stringify(changed)));

  it.each([
    ['v1.1, contract v1', 'v1', v11.newPaymentV1],
    ['v2, contract v1', 'v1', v2v1.newPaymentV1],
    ['v2, contract v2', 'v2', newPaymentV2],
  ] as const)('are those that a validator accepts by the contract alone: %s', (_, version, schema) => {
    let accepted = 0;
    fc.assert(
      fc.property(request, (body) => {
        const isValid = contracts[version].faults('/components/schemas/NewPayment', body).length === 0;
        accepted += isValid ? 1 : 0;
        expect(schema.safeParse(body).success).toBe(isValid);
      }),
      { seed: 8, numRuns: 3000 },
    );
    expect(accepted).toBeGreaterThan(300);
  });
});

describe('the contract', () => {
  it.each(['v1', 'v2'] as const)('has examples that are valid: %s', (version) => {
    const examples = [...contracts[version].examples()];
    expect(examples.length).toBeGreaterThan(10);
    for (const { at, schema, value } of examples) {
      expect([at, contracts[version].faults(schema, value)]).toEqual([at, []]);
    }
  });

  it('has a fault for a response that it does not describe', () => {
    const headers = new Headers({ 'content-type': 'application/json' });
    const faults = (status: number, body: unknown) =>
      contracts.v1.responseFaults('GET', '/v1/payments/{paymentId}', { status, headers, body });
    const body = {
      paymentId: '1',
      orderId: '1',
      kind: 'charge',
      amount: '1.00',
      currency: 'GBP',
      status: 'accepted',
      assessment: { decision: 'allow', score: 0, degraded: false },
      createdAt: null,
    };
    expect(faults(200, body)).toEqual([]);
    expect(faults(200, { ...body, status: 'declined' })).toEqual([
      '/status must be equal to one of the allowed values',
    ]);
    expect(faults(201, body)).toEqual(['GET /v1/payments/{paymentId} answers no 201 by the contract']);
    expect(faults(404, {})).toEqual(['404 has no application/json by the contract']);
  });
});
