import { describe, expect, test } from 'vitest';
import {
  acceptedBreaks,
  checkDeletion,
  checkLevelChange,
  checkSubject,
  decideRegistration,
  incompatibilities,
  MAX_REASONS_TOLD,
  ownLevel,
  type RegisteredVersion,
  readCandidate,
  sameSchema,
} from '../../../../lambdas/registry/domain.ts';
import { RegistryError } from '../../../../lambdas/registry/errors.ts';
import type { SubjectHistory } from '../../../../schemas/subject-history.ts';

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

test('a schema that breaks with a long history everywhere is refused with a limited number of reasons', () => {
  const wide = (type: string) =>
    user(...Array.from({ length: 200 }, (_, index) => ({ name: `f${index}`, type })));
  const history = Array.from({ length: 30 }, (_, index) => registered(index + 1, wide('int')));
  const candidate = readCandidate(wide('string'));
  expect(incompatibilities(candidate, history, 'FULL_TRANSITIVE')).toHaveLength(MAX_REASONS_TOLD);
  const attempt = () => decideRegistration(candidate, history, 'FULL_TRANSITIVE');
  expect(attempt).toThrow(/It cannot read version 1: .* There are at least 2950 more reasons\.$/);
  expect(attempt).toThrow(/^.{0,20000}$/);
});

test('what is not an Avro schema is refused', () => {
  for (const schema of ['{"type":"text"}', 'record', '{"type":"record","name":"R"}']) {
    expect(() => readCandidate(schema)).toThrow(expect.objectContaining({ code: 42201, status: 422 }));
  }
});

test.each(['', 'a\nb', 'a\ud800', 'x'.repeat(201)])('%j is no subject', (subject) => {
  expect(() => checkSubject(subject)).toThrow(expect.objectContaining({ code: 42208 }));
});

test.each(['order-value', 'shop.Order', 'ünïcode', ':.ctx:orders', 'a/b', 'a\\b'])(
  '%j is a subject',
  (subject) => {
    expect(checkSubject(subject)).toBe(subject);
  },
);

describe('a protected level', () => {
  test('cannot be lowered', () => {
    expect(() => checkLevelChange('BACKWARD', { floor: 'FULL_TRANSITIVE' })).toThrow(
      expect.objectContaining({ code: 42205 }),
    );
  });
  test('can be kept or raised', () => {
    expect(() => checkLevelChange('FULL_TRANSITIVE', { floor: 'BACKWARD' })).not.toThrow();
    expect(() => checkLevelChange('BACKWARD', { floor: 'BACKWARD' })).not.toThrow();
  });
  test('binds no other subject', () => {
    expect(() => checkLevelChange('NONE', {})).not.toThrow();
  });
  test('holds even where a lower one was set before it was protected', () => {
    expect(ownLevel({ level: 'NONE', floor: 'FULL_TRANSITIVE' })).toBe('FULL_TRANSITIVE');
    expect(ownLevel({ level: 'FULL_TRANSITIVE', floor: 'BACKWARD' })).toBe('FULL_TRANSITIVE');
    expect(ownLevel({ floor: 'BACKWARD' })).toBe('BACKWARD');
    expect(ownLevel({})).toBeUndefined();
  });
  test('keeps versions from being deleted, for what is deleted is compared with no longer', () => {
    expect(() => checkDeletion({ floor: 'BACKWARD' })).toThrow(expect.objectContaining({ code: 42205 }));
    expect(() => checkDeletion({ level: 'BACKWARD' })).not.toThrow();
  });
});

describe('a break that the owner accepts', () => {
  const history: SubjectHistory = {
    subject: 'user',
    level: 'FULL_TRANSITIVE',
    accepted: [{ version: 2, direction: 'BACKWARD', against: [1], reason: 'old rows are gone' }],
    versions: [
      { version: 1, schema: PLAIN },
      { version: 2, schema: AGE_REQUIRED },
    ],
  };
  const decide = (versions: RegisteredVersion[], accepted = history) =>
    decideRegistration(readCandidate(AGE_REQUIRED), versions, 'FULL_TRANSITIVE', acceptedBreaks(accepted, 2));

  test('does not stand against the version', () => {
    expect(decide([registered(1, PLAIN)])).toEqual({ nextVersion: 2 });
  });
  test('is accepted towards that schema, whatever its number here', () => {
    expect(decide([registered(7, PLAIN)])).toEqual({ nextVersion: 8 });
  });
  test('is accepted towards no other schema', () => {
    const another = user({ name: 'nick', type: 'string', default: '' });
    expect(() => decide([registered(1, PLAIN), registered(2, another)])).toThrow(/cannot read version 2/);
  });
  test('is accepted in no other direction', () => {
    const forward = {
      ...history,
      accepted: [{ version: 2, direction: 'FORWARD' as const, against: [1], reason: 'nobody reads it' }],
    };
    expect(() => decide([registered(1, PLAIN)], forward)).toThrow(/cannot read version 1/);
  });
});

test('one schema is one schema, however its members are ordered and spaced', () => {
  expect(sameSchema('{"type":"fixed","name":"F","size":2}', '{ "name":"F", "size":2, "type":"fixed" }')).toBe(
    true,
  );
  expect(sameSchema('["null","int"]', '["int","null"]')).toBe(false);
  expect(sameSchema('{"type":"int"}', '"int"')).toBe(true);
});

test('a default that does not fit is refused with the name of its field', () => {
  const attempt = () => readCandidate(user({ name: 'age', type: 'int', default: 'young' }));
  expect(attempt).toThrow(/^Not an Avro schema: the default of the field age is no value of its type, int/);
  expect(attempt).toThrow(expect.objectContaining({ code: 42201 }));
});

test('a schema is kept with every digit of its numbers', () => {
  const text = '{ "type": "int", "version": 9007199254740993, "ratio": 1.0 }';
  expect(readCandidate(text).text).toBe('{"type":"int","version":9007199254740993,"ratio":1.0}');
});

test('a refusal never quotes what was sent', () => {
  const secret = '{"password":"hunter2"';
  expect(() => readCandidate(secret)).toThrow(/^(?!.*hunter2)/);
  expect(() => readCandidate(secret)).toThrow(/not JSON/);
});
