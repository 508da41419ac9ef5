import type { DescEnum, DescMessage } from '@bufbuild/protobuf';
import type { ProtoContract } from './contract.ts';
import type { Encoding } from './rule.ts';

/**
 * A number or name that the older contract uses or reserves and the newer one neither uses nor reserves. It breaks
 * nothing yet: a later version that gives it to something else would.
 */
export interface Reusable {
  /** The message or enum, by its name in the package. */
  path: string;
  /** The encoding in which it would be mistaken: numbers in the binary format, names in JSON. */
  encoding: Encoding;
  message: string;
}

/** Numbers and names that the newer contract should have reserved. */
export function findReusable(older: ProtoContract, newer: ProtoContract): Reusable[] {
  return [...pairs(older.messages, newer.messages), ...pairs(older.enums, newer.enums)].flatMap(
    ([path, before, after]) => compareReserved(path, namesOf(before), namesOf(after)),
  );
}

function pairs<One>(older: ReadonlyMap<string, One>, newer: ReadonlyMap<string, One>): [string, One, One][] {
  return [...older].flatMap(([path, before]): [string, One, One][] => {
    const after = newer.get(path);
    return after === undefined ? [] : [[path, before, after]];
  });
}

interface Names {
  used: readonly { name: string; number: number }[];
  /** Ranges with both ends in them. */
  ranges: readonly (readonly [start: number, end: number])[];
  reserved: readonly string[];
}

function namesOf(type: DescMessage | DescEnum): Names {
  const { reservedName: reserved, reservedRange } = type.proto;
  // The ends of ranges are not in them in messages, and are in enums (descriptor.proto).
  const beyond = type.kind === 'message' ? 1 : 0;
  const ranges = reservedRange.map(({ start, end }) => [start, end - beyond] as const);
  return { used: type.kind === 'message' ? type.fields : type.values, ranges, reserved };
}

function compareReserved(path: string, before: Names, after: Names): Reusable[] {
  const ranges = [...after.ranges, ...after.used.map(({ number }) => [number, number] as const)];
  const names = new Set([...after.reserved, ...after.used.map(({ name }) => name)]);
  const removed = before.used.filter(({ number }) => !after.used.some((other) => other.number === number));
  return [
    ...removed.flatMap(({ name, number }) => [
      ...(isCovered([number, number], ranges) ? [] : [reusable(path, 'binary', `${number}, of ${name},`)]),
      ...(names.has(name) ? [] : [reusable(path, 'json', name)]),
    ]),
    ...before.ranges
      .filter((range) => !isCovered(range, ranges))
      .map(([start, end]) => reusable(path, 'binary', start === end ? String(start) : `${start} to ${end}`)),
    ...before.reserved.filter((name) => !names.has(name)).map((name) => reusable(path, 'json', name)),
  ];
}

/** Whether each number of a range is in one of the others. */
function isCovered([start, end]: readonly [number, number], ranges: Names['ranges']): boolean {
  let next = start;
  for (const [from, to] of ranges.toSorted(([one], [other]) => one - other)) {
    if (from > next) break;
    next = Math.max(next, to + 1);
  }
  return next > end;
}

function reusable(path: string, encoding: Encoding, what: string): Reusable {
  const message = `${path}: ${what} is no longer used and not reserved, so a later version could give it to something else`;
  return { path, encoding, message };
}
