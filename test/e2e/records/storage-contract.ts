import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { StorageStrategy, UpdateWay } from '../../../lambdas/records/storage-strategy.ts';

export interface StorageContract {
  /** The strategy as a release uses it whose profile is of that version. */
  strategy(version: number): StorageStrategy;
  /** The row as the database has it. */
  raw(id: string): Promise<unknown>;
}

const WAYS: readonly UpdateWay[] = ['naive', 'safe'];

const V1 = { userId: 'ada', name: 'Ada', age: 36 };
const V3 = {
  ...V1,
  email: 'ada@example.com',
  address: { street: '12 St James’s Square', city: 'London' },
  tier: 'GOLD',
  points: 42,
};
const V4 = { ...V3, tier: 'PLATINUM', points: 2 ** 40, creditLimit: '1234567890.01' };

/** What every way of storing versions promises, whatever its rows look like. */
export function storageContract(name: string, { strategy, raw }: StorageContract): void {
  describe(`${name}, as every storage strategy,`, () => {
    let id = '';
    beforeEach(() => {
      id = randomUUID();
    });

    it('gives back what was put, to the last digit', async () => {
      await strategy(4).put(id, V4);
      expect(await strategy(4).get(id)).toEqual({ value: V4, version: 1 });
    });

    it('fills in defaults for fields that are left out', async () => {
      await strategy(3).put(id, V1);
      expect((await strategy(3).get(id)).value).toEqual({
        ...V1,
        email: null,
        address: null,
        tier: 'STANDARD',
        points: 0,
      });
    });

    it('lets a newer release read what an older one wrote, with defaults', async () => {
      await strategy(1).put(id, V1);
      expect((await strategy(4).get(id)).value).toEqual({
        ...V1,
        email: null,
        address: null,
        tier: 'STANDARD',
        points: 0,
        creditLimit: '0.00',
      });
    });

    it('lets an older release read what a newer one wrote', async () => {
      await strategy(3).put(id, V3);
      expect((await strategy(1).get(id)).value).toMatchObject(V1);
    });

    it('keeps what an older release does not know when that updates safely', async () => {
      await strategy(3).put(id, V3);
      expect(await strategy(1).update(id, { age: 37 }, 'safe')).toBe(2);
      expect(await strategy(3).get(id)).toEqual({ value: { ...V3, age: 37 }, version: 2 });
    });

    it('loses it when that updates naively', async () => {
      await strategy(3).put(id, V3);
      expect(await strategy(1).update(id, { age: 37 }, 'naive')).toBe(2);
      expect((await strategy(3).get(id)).value).toEqual({
        ...V1,
        age: 37,
        email: null,
        address: null,
        tier: 'STANDARD',
        points: 0,
      });
    });

    it('keeps what an older release does not know inside a record that it changes', async () => {
      const value = { userId: 'ada', fullName: 'Ada', age: 36, address: { street: 'A', city: 'B' } };
      const abroad = { ...value, address: { ...value.address, postcode: '1000', country: 'BE' } };
      await strategy(5).put(id, abroad);
      await strategy(4).update(id, { address: { city: 'C' } }, 'safe');
      const { value: after } = await strategy(5).get(id);
      expect(after['address']).toEqual({ street: 'A', city: 'C', postcode: '1000', country: 'BE' });
    });

    it('lets a newer release give an old row a field that it did not have', async () => {
      await strategy(1).put(id, V1);
      await strategy(3).update(id, { email: 'ada@example.com', points: 7 }, 'safe');
      expect((await strategy(3).get(id)).value).toMatchObject({ ...V1, email: 'ada@example.com', points: 7 });
    });

    it('loses no update of several that change different fields at once', async () => {
      await strategy(3).put(id, V3);
      await Promise.all([
        strategy(1).update(id, { age: 37 }, 'safe'),
        strategy(2).update(id, { email: 'countess@example.com' }, 'safe'),
        strategy(3).update(id, { points: 43 }, 'safe'),
      ]);
      expect(await strategy(3).get(id)).toEqual({
        value: { ...V3, age: 37, email: 'countess@example.com', points: 43 },
        version: 4,
      });
    });

    it('says that there is no such record', async () => {
      const missing = { code: 'not-found' };
      await expect(strategy(1).get(id)).rejects.toMatchObject(missing);
      for (const way of WAYS) {
        await expect(strategy(1).update(id, { age: 1 }, way)).rejects.toMatchObject(missing);
      }
      expect(await raw(id)).toBeUndefined();
    });

    describe('refuses, and leaves the row as it was,', () => {
      beforeEach(async () => {
        await strategy(3).put(id, V3);
      });

      async function refuses(code: string, attempt: () => Promise<unknown>): Promise<void> {
        const before = await raw(id);
        expect(before).toBeDefined();
        await expect(attempt()).rejects.toMatchObject({ name: 'RecordError', code });
        expect(await raw(id)).toEqual(before);
      }

      it('a record that exists already', () => refuses('conflict', () => strategy(3).put(id, V3)));

      it.each(WAYS)('a %s update that makes the item larger than 400 kB', (way) =>
        refuses('too-large', () => strategy(3).update(id, { name: 'x'.repeat(420_000) }, way)),
      );

      it.each(WAYS)('a %s update of a field that the release does not own', (way) =>
        refuses('invalid-value', () => strategy(1).update(id, { email: null }, way)),
      );

      it.each(WAYS)('a %s update to a value that the schema does not allow', (way) =>
        refuses('invalid-value', () => strategy(3).update(id, { tier: 'DIAMOND' }, way)),
      );

      it.each(WAYS)('a %s update to a number that would not come back as it is', (way) =>
        refuses('invalid-value', () => strategy(4).update(id, { points: -(2 ** 52) - 1 }, way)),
      );

      it.each(WAYS)('a %s update with a key __proto__', async (way) => {
        const patch = JSON.parse('{"address":{"__proto__":{"admin":true}}}');
        await refuses('invalid-value', () => strategy(3).update(id, patch, way));
        expect(Object.hasOwn(Object.prototype, 'admin')).toBe(false);
      });
    });

    it.each([
      ['larger than 400 kB', { ...V1, name: 'x'.repeat(420_000) }, 'too-large'],
      ['with a field that the schema does not have', { ...V1, nickname: 'A' }, 'invalid-value'],
      ['without a field that has no default', { userId: 'ada' }, 'invalid-value'],
      ['with another type', { ...V1, age: '36' }, 'invalid-value'],
      ['with a number that an int cannot hold', { ...V1, age: 2 ** 31 }, 'invalid-value'],
      [
        'with a key __proto__',
        JSON.parse('{"userId":"a","name":"A","age":1,"__proto__":{}}'),
        'invalid-value',
      ],
    ])('stores nothing of a record %s', async (_what, value, code) => {
      await expect(strategy(1).put(id, value)).rejects.toMatchObject({ name: 'RecordError', code });
      expect(await raw(id)).toBeUndefined();
    });
  });
}
