import { z } from 'zod';
import { isJsonRecord, type JsonRecord } from '../../../driver/records/json.ts';
import { RecordsClient, succeeded } from '../../../driver/records/records-client.ts';
import { equals, type Finding, measured } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';

/** What each way must keep of what the older release does not know: at the top, and inside the address. */
const WAYS: Record<string, { top: boolean; nested: boolean }> = {
  'naive-object': { top: false, nested: false },
  'zod-object': { top: false, nested: false },
  'zod-loose-object-outside': { top: true, nested: false },
  'zod-loose-object': { top: true, nested: true },
  'avro-resolved': { top: false, nested: false },
  'avro-writers-schema': { top: true, nested: true },
  'protobuf-binary': { top: true, nested: true },
  'protobuf-json': { top: false, nested: false },
  'update-item': { top: true, nested: true },
};

const ADDRESS = { street: '12 St James’s Square', city: 'London', postcode: 'SW1Y 4JH' };
const CONTACT = { name: 'Ada', age: 36, email: 'ada@example.com', tier: 'GOLD', address: ADDRESS };
const CHANGE = { age: 37, city: 'Ockham' };

const nothing = z.looseObject({});
const cost = z.looseObject({
  bytes: z.number(),
  milliseconds: z.number(),
  microseconds: z.number().optional(),
});
const found = z.looseObject({ contact: z.custom<JsonRecord>(isJsonRecord) });

/** The same update, in as many ways as people do it: the newer release writes, the older updates, the newer reads. */
export const unknownFields: Scenario = {
  id: 'unknown-fields',
  mode: 'databases',
  question: 'An older release updates a record: what becomes of the fields that it does not know?',

  async run({ aws, system, run, progress }) {
    const client = await RecordsClient.open(aws.lambda, system);
    const findings: Finding[] = [];
    for (const [way, kept] of Object.entries(WAYS)) {
      progress(way);
      const contact = { contactId: `${run}.${way}`, ...CONTACT };
      const id = contact.contactId;
      succeeded(await client.ask('v2', { action: 'write-contact', way, contact }, nothing));
      const update = { action: 'update-contact', way, id, change: CHANGE };
      const { bytes, milliseconds, microseconds } = succeeded(await client.ask('v1', update, cost));
      const read = await client.ask('v2', { action: 'read-contact', way, id }, found);
      findings.push(...survived(way, kept, succeeded(read).contact));
      findings.push(measured({ name: `${way}: size`, unit: 'bytes' }, bytes));
      findings.push(measured({ name: `${way}: update, with the database`, unit: 'ms' }, milliseconds));
      if (microseconds !== undefined)
        findings.push(measured({ name: `${way}: decoding, change and encoding`, unit: 'µs' }, microseconds));
    }
    return findings;
  },
};

function survived(way: string, kept: { top: boolean; nested: boolean }, contact: JsonRecord): Finding[] {
  const address = isJsonRecord(contact['address']) ? contact['address'] : {};
  const top = (['email', 'tier'] as const).filter((name) => contact[name] === CONTACT[name]).length;
  const nested = address['postcode'] === ADDRESS.postcode ? 1 : 0;
  const updated = contact['age'] === CHANGE.age && address['city'] === CHANGE.city;
  const known = contact['name'] === CONTACT.name && address['street'] === ADDRESS.street;
  return [
    equals({ name: `${way}: unknown fields that survived at the top`, unit: 'of 2' }, kept.top ? 2 : 0, top),
    equals(
      { name: `${way}: unknown fields that survived inside`, unit: 'of 1' },
      kept.nested ? 1 : 0,
      nested,
    ),
    equals(
      { name: `${way}: the update is there, and what was known`, unit: '' },
      'yes',
      updated && known ? 'yes' : 'no',
    ),
  ];
}
