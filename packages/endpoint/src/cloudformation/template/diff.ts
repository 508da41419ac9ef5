import { isDeepStrictEqual } from 'node:util';
import { own } from '../../core/own.ts';
import { containsUnknown } from './intrinsics.ts';
import type { Value, ValueMap } from './template.ts';

interface PropertyChange {
  name: string;
  kind: 'Add' | 'Modify' | 'Remove';
  before?: Value;
  after?: Value;
  /** The new value refers to what only the deployment will know. */
  unknown: boolean;
}

/** Which top-level properties differ. */
export function changedProperties(before: ValueMap, after: ValueMap): PropertyChange[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return names.flatMap((name): PropertyChange[] => {
    const old = own(before, name);
    const next = own(after, name);
    if (isDeepStrictEqual(comparable(old), comparable(next))) return [];
    return [
      {
        name,
        kind: old === undefined ? 'Add' : next === undefined ? 'Remove' : 'Modify',
        ...(old !== undefined && { before: old }),
        ...(next !== undefined && { after: next }),
        unknown: next !== undefined && containsUnknown(next),
      },
    ];
  });
}

/** Templates write numbers and booleans as text or not; CloudFormation takes both for the same. */
function comparable(value: Value | undefined): unknown {
  if (value === undefined || value === null) return value;
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, comparable(member)]));
  }
  return String(value);
}
