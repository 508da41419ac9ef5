import { describe, expect, test } from 'vitest';
import {
  type CompatibilityLevel,
  isLower,
  refusals,
  upgradeOrder,
} from '../../../../schemas/compatibility/levels.ts';
import { parseAvroSchema } from '../../../../schemas/compatibility/parse-avro-schema.ts';

const user = (...fields: object[]) =>
  parseAvroSchema({ type: 'record', name: 'User', fields: [{ name: 'name', type: 'string' }, ...fields] });

const PLAIN = user();
const WITH_EMAIL = user({ name: 'email', type: ['null', 'string'], default: null });
const EMAIL_REQUIRED = user({ name: 'email', type: 'string' });
const EMAIL_AS_NUMBER = user({ name: 'email', type: 'int', default: 0 });

function verdict(level: CompatibilityLevel, candidate: typeof PLAIN, ...history: (typeof PLAIN)[]): string[] {
  const versions = history.map((schema, index) => ({ version: index + 1, schema }));
  return refusals(candidate, versions, level).map(({ direction, version }) => `${direction} ${version}`);
}

describe('a level demands', () => {
  test.each<[CompatibilityLevel, string[]]>([
    ['NONE', []],
    ['BACKWARD', ['BACKWARD 1']],
    ['FORWARD', []],
    ['FULL', ['BACKWARD 1']],
  ])('%s of a new field without default', (level, expected) => {
    expect(verdict(level, EMAIL_REQUIRED, PLAIN)).toEqual(expected);
  });

  test.each<[CompatibilityLevel, string[]]>([
    ['NONE', []],
    ['BACKWARD', []],
    ['FORWARD', ['FORWARD 1']],
    ['FULL', ['FORWARD 1']],
  ])('%s of a required field that is dropped', (level, expected) => {
    expect(verdict(level, PLAIN, EMAIL_REQUIRED)).toEqual(expected);
  });

  test.each<[CompatibilityLevel, string[]]>([
    ['BACKWARD', []],
    ['BACKWARD_TRANSITIVE', ['BACKWARD 1']],
    ['FORWARD', []],
    ['FORWARD_TRANSITIVE', ['FORWARD 1']],
    ['FULL', []],
    ['FULL_TRANSITIVE', ['BACKWARD 1', 'FORWARD 1']],
  ])(
    '%s of a field that comes back as another type: only a transitive level sees the oldest version',
    (level, expected) => {
      expect(verdict(level, EMAIL_AS_NUMBER, EMAIL_REQUIRED, PLAIN)).toEqual(expected);
    },
  );
});

test('nothing stands against the first version of a subject', () => {
  expect(verdict('FULL_TRANSITIVE', PLAIN)).toEqual([]);
});

describe('the upgrade order', () => {
  test('is free when both sides read each other', () => {
    expect(upgradeOrder(PLAIN, WITH_EMAIL)).toBe('any');
  });
  test('puts readers first when only new code reads old data', () => {
    expect(upgradeOrder(EMAIL_REQUIRED, PLAIN)).toBe('readers first');
  });
  test('puts writers first when only old code reads new data', () => {
    expect(upgradeOrder(PLAIN, EMAIL_REQUIRED)).toBe('writers first');
  });
  test('does not exist when neither reads the other', () => {
    expect(upgradeOrder(EMAIL_REQUIRED, EMAIL_AS_NUMBER)).toContain('none');
  });
});

describe('a protected level', () => {
  test.each<[CompatibilityLevel, CompatibilityLevel, boolean]>([
    ['NONE', 'BACKWARD', true],
    ['BACKWARD', 'FULL', true],
    ['FORWARD', 'BACKWARD', true],
    ['FULL', 'FULL_TRANSITIVE', true],
    ['BACKWARD_TRANSITIVE', 'FULL', true],
    ['FULL_TRANSITIVE', 'FULL', false],
    ['FULL', 'BACKWARD', false],
    ['FULL', 'FULL', false],
    ['BACKWARD', 'NONE', false],
  ])('%s after %s is lower: %s', (next, current, lower) => {
    expect(isLower(next, current)).toBe(lower);
  });
});
