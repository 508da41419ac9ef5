import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { upgradeOrder } from '../../../schemas/compatibility/levels.ts';
import { parseAvroSchemaText } from '../../../schemas/compatibility/parse-avro-schema.ts';

function history(subject: string) {
  return globSync(`schemas/avro/${subject}/v*.avsc`)
    .sort((a, b) => versionOf(a) - versionOf(b))
    .map((file) => parseAvroSchemaText(readFileSync(file, 'utf8')));
}

function versionOf(file: string): number {
  return Number(/v(\d+)\.avsc$/.exec(file)?.[1]);
}

function steps(subject: string): string[] {
  const schemas = history(subject);
  return schemas.slice(1).flatMap((after, index) => {
    const before = schemas[index];
    return before === undefined ? [] : [`v${index + 1} to v${index + 2}: ${upgradeOrder(before, after)}`];
  });
}

test('the profile has the history that five years leave: every order of upgrading occurs in it', () => {
  expect(steps('profile')).toEqual([
    'v1 to v2: any', // a field with a default
    'v2 to v3: any', // a nested record and an enum, with defaults
    'v3 to v4: readers first', // an int widened
    'v4 to v5: readers first', // a field renamed, with an alias
    'v5 to v6: writers first', // a field removed, and one added without a default
  ]);
});

test('the order has a history of its own, with an enum that grew without a default', () => {
  expect(steps('order')).toEqual([
    'v1 to v2: any', // a currency, and where it came from
    'v2 to v3: readers first', // a third kind of order, which old readers do not know
    'v3 to v4: readers first', // a nested record changed: a quantity widened, a decimal added
    'v4 to v5: readers first', // a field renamed, with an alias
    'v5 to v6: writers first', // a field removed, and one added without a default
  ]);
});
