import { NumberValue } from '@aws-sdk/lib-dynamodb';
import { describe, expect, it } from 'vitest';
import { changeOwned } from '../../../../lambdas/profiles/domain.ts';
import * as v1 from '../../../../lambdas/profiles/v1/profile.ts';
import * as naive from '../../../../lambdas/profiles/v1-naive/profile.ts';
import * as v2 from '../../../../lambdas/profiles/v2/profile.ts';

/** A record as release v2 writes it. */
const record = {
  type: 'profile',
  userId: 'ada',
  name: 'Ada',
  age: NumberValue.from(36),
  email: 'ada@example.com',
  version: NumberValue.from(1),
};

describe('an old release that changes a record of a newer one', () => {
  it('touches only what it owns and is asked for, provided that the record is as it was read', () => {
    const change = changeOwned(v1.profileRecord.parse(record), { age: 37 });
    expect(change).toEqual({ set: { age: 37 }, expectedVersion: 1 });
  });

  it('loses the fields that it does not know when it writes back its own model of the record', () => {
    const written = naive.overwrite(naive.profileRecord.parse(record), { age: 37 });
    expect(written).toEqual({ userId: 'ada', name: 'Ada', age: 37, version: 2 });
  });
});

describe('a new release that reads a record of an older one', () => {
  it('takes a missing email for what it means: not known', () => {
    const { email: _, ...old } = record;
    expect(v2.describe(v2.profileRecord.parse(old))).toEqual({
      userId: 'ada',
      name: 'Ada',
      age: 36,
      version: 1,
    });
    expect(v2.describe(v2.profileRecord.parse(record))).toMatchObject({ email: 'ada@example.com' });
  });
});

describe('a request', () => {
  it('may carry fields of a later release, which an old one leaves aside', () => {
    const body = { userId: 'ada', name: 'Ada', age: 36, email: 'ada@example.com' };
    expect(v1.newProfile.parse(body)).toEqual({ userId: 'ada', name: 'Ada', age: 36 });
    expect(v2.newProfile.parse(body)).toEqual(body);
  });

  it('must change something that the release knows', () => {
    expect(v1.profileChange.safeParse({ email: 'ada@example.com' }).success).toBe(false);
    expect(v2.profileChange.safeParse({ email: 'ada@example.com' }).success).toBe(true);
    expect(v2.profileChange.safeParse({}).success).toBe(false);
  });

  it('is refused with values that cannot be', () => {
    for (const change of [{ age: -1 }, { age: 1.5 }, { age: '36' }, { name: '' }, { email: 'nobody' }]) {
      expect(v2.profileChange.safeParse(change).success).toBe(false);
    }
  });
});
