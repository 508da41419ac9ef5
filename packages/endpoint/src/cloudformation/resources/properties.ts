import { z } from 'zod';
import { record } from '../../core/input.ts';
import { own } from '../../core/own.ts';
import { cloudFormationError } from '../errors.ts';
import type { ValueMap } from '../template/template.ts';
import { resourceError } from './errors.ts';
import type { ResourceType } from './resource-type.ts';

/** Kinds of property values. Templates write numbers and booleans as text and the other way round. */

export const text = z.union([z.string(), z.number(), z.boolean()], 'expected type: String').transform(String);
export const texts = z.array(text, 'expected type: JSONArray');
export const whole = z.coerce.number('expected type: Integer').int('expected type: Integer');
export const decimal = z.coerce.number('expected type: Number');
export const flag = z.union(
  [z.boolean(), z.enum(['true', 'false']).transform((value) => value === 'true')],
  'expected type: Boolean',
);
/** A policy or another document: kept as JSON text, which is what the services take. */
export const document = z.union(
  [z.string(), record(z.unknown()).transform((value) => JSON.stringify(value))],
  'expected type: JSONObject',
);
export const textMap = record(text);
export const tags = z.array(z.strictObject({ Key: z.string(), Value: text }));

/** Text of which the service knows the allowed values. */
export const choice = <T extends string>() =>
  z.custom<T>((value) => typeof value === 'string', 'expected type: String');

/** A structure that the service takes as it stands in the template, and checks. */
export const structure = <T extends object>() =>
  z.custom<T>((value) => typeof value === 'object' && value !== null, 'expected type: JSONObject');

/** Checks a resource's properties. Throws as AWS's resource providers word it. */
export function parseProperties(type: ResourceType, properties: ValueMap): object {
  const unsupported = unsupportedProperties(type, properties);
  if (unsupported.length > 0)
    throw cloudFormationError.notImplemented(`${unsupported.join(', ')} of ${type.type}`);
  const parsed = type.properties.safeParse(properties);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.flatMap((issue) => describeIssue(issue, properties));
  throw resourceError.invalidRequest(
    `Properties validation failed for resource with message:\n${[...new Set(lines)].join('\n')}`,
  );
}

export const unsupportedProperties = (type: ResourceType, properties: ValueMap): string[] =>
  (type.unsupported ?? []).filter((name) => Object.hasOwn(properties, name));

interface InvalidProperty {
  /** Below the properties, such as `Tags/0`; empty for the properties themselves. */
  path: string;
  message: string;
}

/** What is wrong with properties, apart from values of which `isKnown` says that they are not known yet. */
export function invalidProperties(
  type: ResourceType,
  properties: ValueMap,
  isKnown: (value: unknown) => boolean,
): InvalidProperty[] {
  const unsupported = new Set(type.unsupported);
  const given = Object.fromEntries(Object.entries(properties).filter(([name]) => !unsupported.has(name)));
  const parsed = type.properties.safeParse(given);
  const issues = parsed.success ? [] : parsed.error.issues;
  return issues
    .filter((issue) => isKnown(valueAt(given, issue.path)))
    .flatMap((issue) =>
      describeIssue(issue, given).map((message) => ({ path: issue.path.map(String).join('/'), message })),
    );
}

function describeIssue(issue: z.core.$ZodIssue, root: unknown): string[] {
  const pointer = (parts: readonly PropertyKey[]) => ['#', ...parts.map(String)].join('/');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => `${pointer(issue.path)}: extraneous key [${key}] is not permitted`);
  }
  if (valueAt(root, issue.path) === undefined) {
    return [`${pointer(issue.path.slice(0, -1))}: required key [${String(issue.path.at(-1))}] not found`];
  }
  return [`${pointer(issue.path)}: ${issue.message}`];
}

function valueAt(root: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null
        ? own(value as Record<PropertyKey, unknown>, String(key))
        : undefined,
    root,
  );
}
