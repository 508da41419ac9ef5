import { CONTACT_CODECS } from '../../lambdas/records/unknown-fields/codecs.ts';
import type { ContactCodec, NewerContact } from '../../lambdas/records/unknown-fields/contact.ts';
import { type Figure, type Measure, median } from '../measure.ts';

const BATCHES = 9;
const BATCH = 500;

const CONTACT: NewerContact = {
  contactId: 'bench',
  name: 'Ada',
  age: 36,
  email: 'ada@example.com',
  tier: 'GOLD',
  address: { street: '12 St James’s Square', city: 'London', postcode: 'SW1Y 4JH' },
};
const CHANGE = { age: 37, city: 'Ockham' };

const FLOORS = { 'avro-writers-schema': 'avro-resolved' } as const;

/**
 * The update strategies of the unknown-fields lab: decode, change and encode a contact, in this process. Keeping unknown
 * fields with the writer's schema stands beside resolving into the reader's schema, which loses them.
 */
export const contactCodecs: Measure = {
  name: 'contact-codecs',
  async take(runs) {
    const times = new Map<string, number[]>(Object.keys(CONTACT_CODECS).map((name) => [name, []]));
    for (let run = 0; run < runs; run += 1) {
      for (const [name, codec] of Object.entries(CONTACT_CODECS))
        times.get(name)?.push(updateMicroseconds(codec));
    }
    return [...times].map(([name, values]) => figureOf(name, values, times));
  },
};

function figureOf(name: string, values: number[], times: ReadonlyMap<string, number[]>): Figure {
  const figure = { name: `Contact update with ${name}: decode, change, encode`, unit: 'µs', values };
  const floor = Object.entries(FLOORS).find(([safe]) => safe === name)?.[1];
  if (floor === undefined) return figure;
  return {
    ...figure,
    floor: { name: `${floor}, which loses fields`, values: times.get(floor) ?? [] },
    target: { kind: 'at most times floor', value: 1.5 },
  };
}

/** The median of batches, each of which is long enough for the clock. */
function updateMicroseconds(codec: ContactCodec): number {
  const data = codec.write(CONTACT);
  const batches = Array.from({ length: BATCHES }, () => {
    const begin = performance.now();
    for (let run = 0; run < BATCH; run += 1) codec.update(data, CHANGE);
    return ((performance.now() - begin) / BATCH) * 1000;
  });
  return median(batches);
}
