import { z } from 'zod';
import { setOwn } from '../core/own.ts';
import { apiGatewayError } from './errors.ts';

/**
 * Update operations take patch operations (a dialect of RFC 6902: values are text, paths are per resource).
 * https://docs.aws.amazon.com/apigateway/latest/api/patch-operations.html
 */
export const patchOperations = z
  .array(
    z.object({
      op: z.enum(['add', 'remove', 'replace', 'move', 'copy', 'test']),
      path: z.string(),
      value: z.string().optional(),
      from: z.string().optional(),
    }),
  )
  .default([]);

export interface Change {
  readonly op: 'add' | 'remove' | 'replace';
  /** Empty for `remove`. */
  readonly value: string;
  /** What stands in the braces of the rule's path, unescaped. */
  readonly keys: readonly string[];
}

export type PatchRule<T> = (draft: T, change: Change) => void;

/** Rules by path, such as `/variables/{name}`. */
export type PatchRules<T> = Readonly<Record<string, PatchRule<T>>>;

/** A copy of the record with the operations applied in order; the record itself stays as it was. */
export function patched<T extends object>(
  record: T,
  operations: z.output<typeof patchOperations>,
  rules: PatchRules<T>,
): T {
  const draft = structuredClone(record);
  for (const { op, path, value } of operations) {
    if (op !== 'add' && op !== 'replace' && op !== 'remove') {
      throw apiGatewayError.notImplemented(`the patch operation ${op}`);
    }
    if (op !== 'remove' && value === undefined) {
      throw apiGatewayError.badRequest(`Patch operation ${op} on ${path} has no value`);
    }
    const { rule, keys } = findRule(rules, op, path);
    rule(draft, { op, value: value ?? '', keys });
  }
  return draft;
}

function findRule<T>(rules: PatchRules<T>, op: string, path: string): { rule: PatchRule<T>; keys: string[] } {
  const segments = path.split('/').slice(1);
  for (const [template, rule] of Object.entries(rules)) {
    const parts = template.split('/').slice(1);
    if (parts.length !== segments.length) continue;
    const variable = (part: string) => part.startsWith('{');
    if (!parts.every((part, index) => variable(part) || part === segments[index])) continue;
    const keys = segments.filter((_segment, index) => variable(parts[index] ?? ''));
    return { rule, keys: keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')) };
  }
  throw apiGatewayError.badRequest(
    `Invalid patch path  '${path}' specified for op '${op}'. Must be one of: [${Object.keys(rules).join(', ')}]`,
  );
}

export function text<T extends object>(member: keyof T & string): PatchRule<T> {
  return (draft, { op, value }) => setMember(draft, member, op === 'remove' ? undefined : value);
}

export function toggle<T extends object>(member: keyof T & string): PatchRule<T> {
  return (draft, { op, value }) => setMember(draft, member, op === 'remove' ? false : parseToggle(value));
}

export function number<T extends object>(member: keyof T & string): PatchRule<T> {
  return (draft, { op, value }) => setMember(draft, member, op === 'remove' ? undefined : parseNumber(value));
}

/** One entry of a map, named by the path's first variable. */
export function entry<T extends object>(
  member: keyof T & string,
  parse: (value: string) => unknown = (value) => value,
): PatchRule<T> {
  return (draft, { op, value, keys: [key = ''] }) => {
    const map: Record<string, unknown> = { ...(draft[member] as object | undefined) };
    if (op === 'remove') delete map[key];
    else setOwn(map, key, parse(value));
    setMember(draft, member, map);
  };
}

export function parseToggle(value: string): boolean {
  if (value !== 'true' && value !== 'false') {
    throw apiGatewayError.badRequest('Invalid value: a boolean must be true or false');
  }
  return value === 'true';
}

export function parseNumber(value: string): number {
  const parsed = Number(value);
  if (value.trim() === '' || !Number.isFinite(parsed)) {
    throw apiGatewayError.badRequest('Invalid value: not a number');
  }
  return parsed;
}

function setMember(draft: object, member: string, value: unknown): void {
  Object.assign(draft, { [member]: value });
}
