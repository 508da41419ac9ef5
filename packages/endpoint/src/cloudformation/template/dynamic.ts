import { cloudFormationError } from '../errors.ts';
import type { FetchParameters } from './parameters.ts';
import { isMap, type Value } from './template.ts';

const REFERENCE = /\{\{resolve:([^:}]+):([^}]+)\}\}/g;

/**
 * Replaces `{{resolve:ssm:name}}` and `{{resolve:ssm:name:version}}` by the parameter's value:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-ssm.html
 */
export async function resolveDynamicReferences<T extends Value>(
  value: T,
  fetch: FetchParameters,
): Promise<T> {
  const [unsupported] = unsupportedReferences(value);
  if (unsupported !== undefined)
    throw cloudFormationError.notImplemented(`dynamic references to ${unsupported}`);
  const names = new Set(mentions(value).map(({ name }) => name));
  if (names.size === 0) return value;
  const found = await fetch([...names]);
  const absent = [...names].filter((name) => !found.has(name));
  if (absent.length > 0) {
    throw cloudFormationError.validation(
      `Parameters: [${absent.map((name) => `ssm:${name}`).join(', ')}] cannot be found.`,
    );
  }
  return replace(value, found) as T;
}

/** Services that dynamic references name and that the endpoint cannot look up. */
export const unsupportedReferences = (value: Value): string[] => [
  ...new Set(mentions(value).flatMap(({ service }) => (service === 'ssm' ? [] : [service]))),
];

function mentions(value: Value): { service: string; name: string }[] {
  if (Array.isArray(value)) return value.flatMap(mentions);
  if (isMap(value)) return Object.values(value).flatMap(mentions);
  if (typeof value !== 'string' || !value.includes('{{resolve:')) return [];
  return [...value.matchAll(REFERENCE)].map(([, service = '', name = '']) => ({ service, name }));
}

function replace(value: Value, found: ReadonlyMap<string, string>): Value {
  if (Array.isArray(value)) return value.map((item) => replace(item, found));
  if (isMap(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replace(member, found)]));
  }
  if (typeof value !== 'string') return value;
  return value.replace(REFERENCE, (_whole, _service, name: string) => found.get(name) ?? '');
}
