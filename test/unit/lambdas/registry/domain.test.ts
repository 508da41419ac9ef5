import { describe, expect, test } from 'vitest';
import {
  checkLevelChange,
  checkSubject,
  decideRegistration,
  type RegisteredVersion,
  readCandidate,
} from '../../../../lambdas/registry/domain.ts';
import { RegistryError } from '../../../../lambdas/registry/errors.ts';

const user = (...fields: object[]) =>
  JSON.stringify({ type: 'record', name: 'User', fields: [{ name: 'name', type: 'string' }, ...fields] });

const PLAIN = user();
const WITH_AGE = user({ name: 'age', type: 'int', default: 0 });
const AGE_REQUIRED = user({ name: 'age', type: 'int' });

const registered = (version: number, schema: string, deleted = false): RegisteredVersion => ({
  version,
  id: version,
  schema,
  deleted,
});

describe('registering', () => {
  test('the first schema of a subject makes version 1', () => {
    expect(decideRegistration(readCandidate(PLAIN), [], 'FULL_TRANSITIVE')).toEqual({ nextVersion: 1 });
  });

  test('the same schema again is the version that is there, whatever its white space', () => {
    const known = registered(1, PLAIN);
    const spaced = JSON.stringify(JSON.parse(PLAIN), null, 4);
    expect(decideRegistration(readCandidate(spaced), [known], 'FULL_TRANSITIVE')).toEqual({ known });
  });

  test('a compatible schema makes the next version', () => {
    expect(decideRegistration(readCandidate(WITH_AGE), [registered(1, PLAIN)], 'FULL_TRANSITIVE')).toEqual({
      nextVersion: 2,
    });
  });

  test('an incompatible one is refused with direction, version, place, rule and both sides', () => {
    const attempt = () => decideRegistration(readCandidate(AGE_REQUIRED), [registered(1, PLAIN)], 'BACKWARD');
    expect(attempt).toThrow(RegistryError);
    expect(attempt).toThrow(
      /cannot read version 1: READER_FIELD_MISSING_DEFAULT_VALUE at \/fields\/age\. The writer has no field age/,
    );
  });

  test('a deleted version is not compared with, and its number is not given again', () => {
    const versions = [registered(1, PLAIN), registered(2, WITH_AGE, true)];
    expect(decideRegistration(readCandidate(WITH_AGE), versions, 'FULL_TRANSITIVE')).toEqual({
      nextVersion: 3,
    });
  });
});

test('what is not an Avro schema is refused', () => {
  for (const schema of ['{"type":"text"}', 'record', '{"type":"record","name":"R"}']) {
    expect(() => readCandidate(schema)).toThrow(expect.objectContaining({ code: 42201, status: 422 }));
  }
});

test.each(['a/b', '', 'a\\b', 'a\nb', 'x'.repeat(201)])('%j is no subject', (subject) => {
  expect(() => checkSubject(subject)).toThrow(expect.objectContaining({ code: 42208 }));
});

test.each(['order-value', 'shop.Order', 'ünïcode', ':.ctx:orders'])('%j is a subject', (subject) => {
  expect(checkSubject(subject)).toBe(subject);
});

describe('a protected level', () => {
  test('cannot be lowered', () => {
    expect(() => checkLevelChange('BACKWARD', 'FULL_TRANSITIVE')).toThrow(
      expect.objectContaining({ code: 42205 }),
    );
  });
  test('can be kept or raised', () => {
    expect(() => checkLevelChange('FULL_TRANSITIVE', 'BACKWARD')).not.toThrow();
    expect(() => checkLevelChange('BACKWARD', 'BACKWARD')).not.toThrow();
  });
  test('binds no other subject', () => {
    expect(() => checkLevelChange('NONE', undefined)).not.toThrow();
  });
});
