import type { DefinedError, ErrorObject } from 'ajv';

/**
 * Errors in the words of API Gateway's own validator, which names what it found and, in lists, all that is missing
 * or unwanted at once: https://github.com/java-json-tools/json-schema-validator, validation.properties.
 */
export function describeErrors(errors: readonly ErrorObject[]): string[] {
  const groups = Map.groupBy(errors, ({ instancePath, schemaPath }) => `${instancePath} ${schemaPath}`);
  // A group has one member at least, and no keyword but the validator's own is in use.
  return [...groups.values()].map((group) => describe(group as [DefinedError, ...DefinedError[]]));
}

function describe(group: readonly [DefinedError, ...DefinedError[]]): string {
  const [error] = group;
  const { data, schema } = error;
  switch (error.keyword) {
    case 'type':
      return `instance type (${typeOf(data)}) does not match any allowed primitive type (allowed: ${json(primitives(schema))})`;
    case 'enum':
      return `instance value (${json(data)}) not found in enum (possible values: ${json(schema)})`;
    case 'required':
      return `object has missing required properties (${json(named(group, 'missingProperty'))})`;
    case 'additionalProperties':
      return `object instance has properties which are not allowed by the schema: ${json(named(group, 'additionalProperty'))}`;
    case 'dependencies': {
      const { property, deps } = error.params;
      return `property "${property}" of object has missing property dependencies (schema requires ${json(deps.split(', ').sort())}; missing: ${json(named(group, 'missingProperty'))})`;
    }
    case 'minProperties':
      return `object has too few properties (found ${sizeOf(data)} but schema requires at least ${schema})`;
    case 'maxProperties':
      return `object has too many properties (found ${sizeOf(data)} but schema requires at most ${schema})`;
    case 'minItems':
      return `array is too short: must have at least ${schema} elements but instance has ${sizeOf(data)} elements`;
    case 'maxItems':
      return `array is too long: must have at most ${schema} elements but instance has ${sizeOf(data)} elements`;
    case 'additionalItems':
      return `schema only allows ${error.params.limit} elements in array but instance has ${sizeOf(data)} elements`;
    case 'uniqueItems':
      return 'array must not contain duplicate elements';
    case 'minLength':
      return `string "${data}" is too short (length: ${sizeOf(data)}, required minimum: ${schema})`;
    case 'maxLength':
      return `string "${data}" is too long (length: ${sizeOf(data)}, maximum allowed: ${schema})`;
    case 'pattern':
      return `ECMA 262 regex "${schema}" does not match input string "${data}"`;
    case 'format':
      return `string "${data}" is invalid against requested format ${schema}`;
    case 'minimum':
      return error.params.comparison === '>'
        ? `numeric instance is not strictly greater than the required minimum ${schema}`
        : `numeric instance is lower than the required minimum (minimum: ${schema}, found: ${data})`;
    case 'maximum':
      return error.params.comparison === '<'
        ? `numeric instance is not strictly lower than the required maximum ${schema}`
        : `numeric instance is greater than the required maximum (maximum: ${schema}, found: ${data})`;
    case 'multipleOf':
      return `remainder of division is not zero (${data} / ${schema})`;
    case 'anyOf':
      return `instance failed to match at least one required schema among ${sizeOf(schema)}`;
    case 'oneOf':
      return `instance failed to match exactly one schema (matched ${error.params.passingSchemas?.length ?? 0} out of ${sizeOf(schema)})`;
    case 'not':
      return 'instance matched a schema which it should not have';
    default:
      return error.message ?? error.keyword;
  }
}

/** The value as JSON; nothing can be said of one that nests deeper than the stack reaches. */
function json(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return '...';
  }
}

function named(group: readonly DefinedError[], parameter: string): string[] {
  return group
    .map(({ params }) => String(Object.entries(params).find(([name]) => name === parameter)?.[1]))
    .sort();
}

/** Integers are numbers too, and named as such. */
function primitives(schema: unknown): string[] {
  const types = [schema].flat().map(String);
  return [...new Set(types.includes('number') ? ['integer', ...types] : types)].sort();
}

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** Of a text in characters as Unicode counts them, not in UTF-16 units. */
function sizeOf(value: unknown): number {
  if (typeof value === 'string') return [...value].length;
  return Object.keys(Object(value)).length;
}
