import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { RecordsClient, succeeded } from '../../driver/records/records-client.ts';
import { unknownFields } from '../../scenarios/databases/unknown-fields/scenario.ts';
import { deployedShop, differing, resultOf } from './support/deployed-shop.ts';

test('what an older release does not know survives its update in the ways that say so, and in no other', async () => {
  const result = await resultOf(unknownFields);
  expect(result.findings.length).toBeGreaterThan(5);
  expect(differing(result)).toEqual([]);
});

test('the deployed function updates a contact and measures nothing but the size that it stores', async () => {
  const { aws, system } = await deployedShop();
  const client = await RecordsClient.open(aws.lambda, system);
  const id = `contact-${randomBytes(4).toString('hex')}`;
  const address = { street: 's', city: 'c', postcode: 'p' };
  const contact = { contactId: id, name: 'Ada', age: 36, email: 'a@example.com', tier: 'GOLD', address };
  const way = 'avro-writers-schema';
  succeeded(
    await client.ask(
      'v2',
      { action: 'write-contact', way, contact },
      z.strictObject({ ok: z.literal(true) }),
    ),
  );
  const update = { action: 'update-contact', way, id, change: { age: 37, city: 'Ockham' } };
  const { bytes } = succeeded(
    await client.ask('v1', update, z.strictObject({ ok: z.literal(true), bytes: z.int().positive() })),
  );
  expect(bytes).toBeLessThan(JSON.stringify(contact).length);
});
