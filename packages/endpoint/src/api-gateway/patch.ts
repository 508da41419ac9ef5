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
      path: z.string().optional(),
      value: z.string().optional(),
      from: z.string().optional(),
    }),
  )
  .default([]);

export interface Change {
  readonly op: 'add' | 'remove' | 'replace';
  /** Empty where there is none. */
  readonly value: string;
  /** What stands in the braces of the rule's path, unescaped. */
  readonly keys: readonly string[];
}

type PatchOp = Change['op'];

export interface PatchRule<T> {
  /** The operations that the path takes. */
  readonly ops: readonly PatchOp[];
  apply(draft: T, change: Change): void;
}

/** Rules by path, such as `/variables/{name}`. */
export type PatchRules<T> = Readonly<Record<string, PatchRule<T>>>;

/** How a kind of resource words that it takes no such operation at no such path. AWS has several ways. */
export type PatchRefusal = (refused: {
  op: PatchOp;
  path: string;
  /** The paths that take the operation. */
  paths: readonly string[];
  /** The operations that the path takes; none where there is no such path. */
  ops: readonly PatchOp[];
}) => string;

/** Of resources, models, request validators and API keys. */
export const refusalByPaths: PatchRefusal = ({ op, path, paths }) =>
  `Invalid patch path  '${path}' specified for op '${op}'. ${
    paths.length === 0 ? 'Please choose supported operations' : `Must be one of: [${paths.join(', ')}]`
  }`;

/** Of APIs, methods, integrations and usage plans. */
export const refusalByOperation: PatchRefusal = ({ path, ops }) =>
  ops.length === 0
    ? `Invalid patch path ${path}`
    : `Invalid patch operation specified. Must be one of: [${ops.join(', ')}]`;

/** Of responses. */
export const refusalByPath: PatchRefusal = ({ path }) => `Invalid patch path ${path}`;

/** A copy of the record with the operations applied in order; the record itself stays as it was. */
export function patched<T extends object>(
  record: T,
  operations: z.output<typeof patchOperations>,
  rules: PatchRules<T>,
  refusal: PatchRefusal,
): T {
  const draft = structuredClone(record);
  for (const { op, path = 'null', value } of operations) {
    if (op !== 'add' && op !== 'replace' && op !== 'remove') {
      throw apiGatewayError.notImplemented(`the patch operation ${op}`);
    }
    const found = findRule(rules, path);
    if (found === undefined || !found.rule.ops.includes(op)) {
      const paths = Object.keys(rules).filter((each) => rules[each]?.ops.includes(op));
      const ops = found?.rule.ops ?? [];
      throw apiGatewayError.badRequest(refusal({ op, path, paths, ops }));
    }
    if (op !== 'remove' && value === undefined) {
      const [, member = ''] = path.split('/');
      throw apiGatewayError.badRequest(`Invalid null or empty value in ${member}`);
    }
    found.rule.apply(draft, { op, value: value ?? '', keys: found.keys });
  }
  return draft;
}

function findRule<T>(rules: PatchRules<T>, path: string): { rule: PatchRule<T>; keys: string[] } | undefined {
  const segments = path.split('/').slice(1);
  for (const [template, rule] of Object.entries(rules)) {
    const parts = template.split('/').slice(1);
    if (parts.length !== segments.length) continue;
    const variable = (part: string) => part.startsWith('{');
    if (!parts.every((part, index) => variable(part) || part === segments[index])) continue;
    const keys = segments.filter((_segment, index) => variable(parts[index] ?? ''));
    return { rule, keys: keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~')) };
  }
  return undefined;
}

/** A rule of its own; it takes all operations by default. */
export function rule<T>(
  apply: PatchRule<T>['apply'],
  ops: readonly PatchOp[] = ['add', 'remove', 'replace'],
): PatchRule<T> {
  return { ops, apply };
}

/** A scalar can only be replaced; by nothing, to be without it. */
export function text<T extends object>(member: keyof T & string): PatchRule<T> {
  return rule((draft, { value }) => setMember(draft, member, value === '' ? undefined : value), ['replace']);
}

export function toggle<T extends object>(member: keyof T & string): PatchRule<T> {
  return rule(
    (draft, { value }) => setMember(draft, member, value !== '' && parseToggle(value)),
    ['replace'],
  );
}

export function number<T extends object>(member: keyof T & string): PatchRule<T> {
  return rule(
    (draft, { value }) => setMember(draft, member, value === '' ? undefined : parseNumber(value)),
    ['replace'],
  );
}

/** One entry of a map, named by the path's first variable. `missing`: what is said of an entry that is not there. */
export function entry<T extends object>(
  member: keyof T & string,
  parse: (value: string) => unknown = (value) => value,
  missing?: string,
): PatchRule<T> {
  return rule((draft, { op, value, keys: [key = ''] }) => {
    const map: Record<string, unknown> = { ...(draft[member] as object | undefined) };
    if (op !== 'add' && missing !== undefined && !Object.hasOwn(map, key)) {
      throw apiGatewayError.notFound(missing);
    }
    if (op === 'remove') delete map[key];
    else setOwn(map, key, parse(value));
    setMember(draft, member, map);
  });
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
