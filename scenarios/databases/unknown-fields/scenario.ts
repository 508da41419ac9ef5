import { z } from 'zod';
import { isJsonRecord, type JsonRecord } from '../../../driver/records/json.ts';
import { RecordsClient, succeeded } from '../../../driver/records/records-client.ts';
import { type Finding, type FindingGroup, findingGroup } from '../../kit/finding.ts';
import type { Scenario } from '../../kit/scenario.ts';

interface Kept {
  /** Unknown fields of the contact itself. */
  top: boolean;
  /** Unknown fields of its address. */
  nested: boolean;
}

/** Update strategies, and the unknown fields that each of them is predicted to keep. */
const STRATEGIES: Record<string, Kept> = {
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
const stored = z.looseObject({ bytes: z.number() });
const found = z.looseObject({ contact: z.custom<JsonRecord>(isJsonRecord) });

/** The newer release writes a contact, the older one updates it, the newer one reads it, with nine update strategies. */
export const unknownFields: Scenario = {
  id: 'unknown-fields',
  mode: 'databases',
  question: 'An older release updates a record: which of the fields that it does not know are kept?',

  async run({ aws, system, run, progress }) {
    const client = await RecordsClient.open(aws.lambda, system);
    const findings: Finding[] = [];
    for (const [way, kept] of Object.entries(STRATEGIES)) {
      progress(way);
      const contact = { contactId: `${run}.${way}`, ...CONTACT };
      const id = contact.contactId;
      succeeded(await client.ask('v2', { action: 'write-contact', way, contact }, nothing));
      const update = { action: 'update-contact', way, id, change: CHANGE };
      const begin = performance.now();
      const { bytes } = succeeded(await client.ask('v1', update, stored));
      const milliseconds = Math.round(performance.now() - begin);
      const read = await client.ask('v2', { action: 'read-contact', way, id }, found);
      const group = findingGroup(way, `Update strategy ${way}`);
      findings.push(
        ...keptFindings(group, kept, succeeded(read).contact),
        group.measured('size', 'stored size', { observed: bytes, unit: 'bytes' }),
        group.measured('update-time', 'update request, round trip', { observed: milliseconds, unit: 'ms' }),
      );
    }
    return findings;
  },

  takeaway(findings) {
    const ways = Object.keys(STRATEGIES);
    const keeping = ways.filter(
      (way) => findings.number(`${way}.top-level-kept`) === 2 && findings.number(`${way}.nested-kept`) === 1,
    );
    return (
      `${keeping.length} of ${ways.length} update strategies kept every unknown field: ${keeping.join(', ')}; the others ` +
      `silently dropped some.`
    );
  },
};

function keptFindings(group: FindingGroup, kept: Kept, contact: JsonRecord): Finding[] {
  const address = isJsonRecord(contact['address']) ? contact['address'] : {};
  const top = (['email', 'tier'] as const).filter((name) => contact[name] === CONTACT[name]).length;
  const nested = address['postcode'] === ADDRESS.postcode ? 1 : 0;
  const updated = contact['age'] === CHANGE.age && address['city'] === CHANGE.city;
  const known = contact['name'] === CONTACT.name && address['street'] === ADDRESS.street;
  return [
    group.equals('top-level-kept', 'top-level unknown fields preserved', {
      expected: kept.top ? 2 : 0,
      observed: top,
      unit: 'fields',
      of: 2,
    }),
    group.equals('nested-kept', 'nested unknown fields preserved', {
      expected: kept.nested ? 1 : 0,
      observed: nested,
      unit: 'fields',
      of: 1,
    }),
    group.equals('update-applied', 'update applied and known fields unchanged', {
      expected: 'yes',
      observed: updated && known ? 'yes' : 'no',
    }),
  ];
}
