import type { PatchOperation } from '@aws-sdk/client-api-gateway';
import { own } from '../../../core/own.ts';

/** What a property is when it goes into a patch: all values are text there. */
type Scalar = string | number | boolean | undefined;

/** Patch operations that bring scalar members from one state to another. Paths by property. */
export function scalarPatches<T extends object>(
  before: T,
  after: T,
  paths: Partial<Record<keyof T, string>>,
): PatchOperation[] {
  return Object.entries(paths).flatMap(([name, path]): PatchOperation[] => {
    // The paths' keys are the properties' names.
    const old = before[name as keyof T] as Scalar;
    const next = after[name as keyof T] as Scalar;
    if (old === next || typeof path !== 'string') return [];
    // A scalar is never removed: an empty value takes it away.
    return [{ op: 'replace', path, value: next === undefined ? '' : String(next) }];
  });
}

/** Patch operations for a map under `root`, one entry at a time. */
export function mapPatches(
  root: string,
  before: Record<string, string> = {},
  after: Record<string, string> = {},
): PatchOperation[] {
  const removed = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const set = Object.entries(after).filter(([name, value]) => own(before, name) !== value);
  return [
    ...removed.map((name) => ({ op: 'remove' as const, path: `${root}/${escapePath(name)}` })),
    ...set.map(([name, value]) => ({ op: 'replace' as const, path: `${root}/${escapePath(name)}`, value })),
  ];
}

/** JSON Pointer's escapes (RFC 6901, 3). */
export const escapePath = (part: string): string => part.replaceAll('~', '~0').replaceAll('/', '~1');

/** Only the members that a template gives. */
export function given<T extends object>(members: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  // The entries are those of `members`, without what is undefined.
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}
