import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { refusals } from '../../../schemas/compatibility/levels.ts';
import { parseAvroSchemaText } from '../../../schemas/compatibility/parse-avro-schema.ts';

interface Accepted {
  version: number;
  direction: string;
  against: number[];
  reason: string;
}

test.each(['profile', 'order'])(
  'every break in the history of %s is accepted with a reason, and nothing is accepted that is no break',
  (subject) => {
    const read = (file: string) => readFileSync(`schemas/avro/${subject}/${file}`, 'utf8');
    const { level, accepted } = JSON.parse(read('subject.json'));
    const versions = [1, 2, 3, 4, 5, 6].map((version) => ({
      version,
      schema: parseAvroSchemaText(read(`v${version}.avsc`)),
    }));
    const broken = versions.flatMap(({ version, schema }) =>
      refusals(schema, versions.slice(0, version - 1), level).map(
        ({ direction, version: earlier }) => `v${version} ${direction} v${earlier}`,
      ),
    );
    const told = (accepted as Accepted[]).flatMap(({ version, direction, against, reason }) =>
      reason.length > 10 ? against.map((earlier) => `v${version} ${direction} v${earlier}`) : [],
    );
    expect(new Set(told)).toEqual(new Set(broken));
  },
);
