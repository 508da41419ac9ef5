import { ProfileItem } from '../../../driver/profiles/profile-item.ts';
import type { ProfileTable } from '../../../driver/profiles/profile-table.ts';

/** A release that changes a field of its own: which fields it knows, and what it wants to change. */
export interface Writer {
  release: string;
  knows: readonly string[];
  change: Record<string, string | number>;
}

/** One way to bring a change of a read copy back into the table. */
export interface Way {
  name: string;
  /** False when somebody else was first, and nothing was written. */
  write(table: ProfileTable, read: ProfileItem, writer: Writer): Promise<boolean>;
  /** What must be so after two writers have each read before the other wrote. */
  predicted: {
    updatesLostOfTwo: 0 | 1;
    unknownFieldLost: boolean;
    /** How often the second of the two is refused and has to read again. */
    refusedOfTwo: 0 | 1;
  };
}

/** What the table needs of every profile; each release knows it. */
const FRAME = ['pk', 'sk', 'type', 'userId'];

/** The model of the release, and nothing else, put in place of the item. */
const fullPut: Way = {
  name: 'full put of the known fields',
  async write(table, read, { knows, change }) {
    const known = Object.entries(read).filter(([name]) => FRAME.includes(name) || knows.includes(name));
    await table.put(
      ProfileItem.parse({ ...Object.fromEntries(known), ...change, version: read.version + 1 }),
    );
    return true;
  },
  predicted: { updatesLostOfTwo: 1, unknownFieldLost: true, refusedOfTwo: 0 },
};

/** Keeping unknown fields keeps those that were there when it was read, not what was written since. */
const keepingPut: Way = {
  name: 'put that keeps unknown fields',
  async write(table, read, { change }) {
    await table.put({ ...read, ...change, version: read.version + 1 });
    return true;
  },
  predicted: { updatesLostOfTwo: 1, unknownFieldLost: false, refusedOfTwo: 0 },
};

/** Only the changed attributes, and only while the version is the one that was read. */
const conditionalUpdate: Way = {
  name: 'UpdateItem with version condition',
  write: (table, read, { change }) => table.update(read.userId, change, read.version),
  predicted: { updatesLostOfTwo: 0, unknownFieldLost: false, refusedOfTwo: 1 },
};

export const WAYS: readonly Way[] = [fullPut, keepingPut, conditionalUpdate];
