import { PROFILE_KEY_ATTRIBUTES, ProfileItem } from '../../../driver/profiles/profile-item.ts';
import type { ProfileTable } from '../../../driver/profiles/profile-table.ts';

/** A release that changes a field of its own, and the fields that it knows. */
interface Writer {
  knows: readonly string[];
  change: { age?: number; email?: string };
}

export const V1 = { knows: ['name', 'age'], change: { age: 42 } } satisfies Writer;
export const V2 = {
  knows: ['name', 'age', 'email'],
  change: { email: 'after@example.com' },
} satisfies Writer;

/** One way to write a change of a copy that was read earlier. */
export interface WriteStrategy {
  id: string;
  label: string;
  /** Resolves to false when the item has changed since it was read and nothing was written. */
  write(table: ProfileTable, copy: ProfileItem, writer: Writer): Promise<boolean>;
  /** Per race, when both writers have read before either writes. */
  predicted: { updatesLost: 0 | 1; unknownFieldsLost: 0 | 1; conflicts: 0 | 1 };
}

/** Replaces the item by the release's own model of it. */
const fullPut: WriteStrategy = {
  id: 'full-put',
  label: 'PutItem with the known fields',
  async write(table, copy, { knows, change }) {
    const known = Object.entries(copy).filter(
      ([name]) => PROFILE_KEY_ATTRIBUTES.includes(name) || knows.includes(name),
    );
    await table.put(
      ProfileItem.parse({ ...Object.fromEntries(known), ...change, version: copy.version + 1 }),
    );
    return true;
  },
  predicted: { updatesLost: 1, unknownFieldsLost: 1, conflicts: 0 },
};

/** Keeps the unknown fields that were there when the copy was read, not what was written since. */
const keepingPut: WriteStrategy = {
  id: 'keeping-put',
  label: 'PutItem that keeps unknown fields',
  async write(table, copy, { change }) {
    await table.put({ ...copy, ...change, version: copy.version + 1 });
    return true;
  },
  predicted: { updatesLost: 1, unknownFieldsLost: 0, conflicts: 0 },
};

/** Writes the changed attributes only, and only if the version is still the one that was read. */
const conditionalUpdate: WriteStrategy = {
  id: 'conditional-update',
  label: 'UpdateItem with version condition',
  write: (table, copy, { change }) => table.update(copy.userId, change, copy.version),
  predicted: { updatesLost: 0, unknownFieldsLost: 0, conflicts: 1 },
};

export const WRITE_STRATEGIES: readonly WriteStrategy[] = [fullPut, keepingPut, conditionalUpdate];
