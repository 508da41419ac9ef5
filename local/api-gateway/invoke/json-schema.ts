import { FORMATS } from './json-schema-formats.ts';

/**
 * JSON Schema draft 4, as API Gateway's models use it. Refused when the model is made: `$ref` to anything but `#`,
 * `#/…` and other models of the API; keywords with a value of the wrong type; regular expressions that JavaScript
 * does not take. Keywords of later drafts mean nothing in draft 4, so they are ignored, as are unknown formats.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/models-mappings-models.html
 */
export type Validate = (value: unknown) => string[];

/** Text of another model's schema, or undefined where there is no such model. */
export type FindModel = (name: string) => string | undefined;

type Schema = Readonly<Record<string, unknown>>;

interface Compilation {
  readonly root: Schema;
  readonly findModel: FindModel;
  readonly compiled: Map<unknown, Validate>;
  readonly models: Map<string, Compilation>;
}

const MODEL_URL = /^https:\/\/apigateway\.amazonaws\.com\/restapis\/[^/]+\/models\/(\w+)$/;

/** Compiles a schema. Throws an Error whose message says what is wrong with it. */
export function compileSchema(schema: unknown, findModel: FindModel): Validate {
  const root = asSchema(schema, 'the schema');
  return compile(root, { root, findModel, compiled: new Map(), models: new Map() });
}

function compile(schema: Schema, compilation: Compilation): Validate {
  const known = compilation.compiled.get(schema);
  if (known) return known;
  let checks: Validate[] = [];
  const validate: Validate = (value) => checks.flatMap((check) => check(value));
  // Known before its parts are compiled: a schema may refer to itself.
  compilation.compiled.set(schema, validate);
  checks =
    typeof schema['$ref'] === 'string'
      ? [resolve(schema['$ref'], compilation)] // Draft 4: what stands beside `$ref` is ignored.
      : Object.entries(KEYWORDS).flatMap(([keyword, build]) =>
          schema[keyword] === undefined ? [] : [build(schema, compilation)],
        );
  return validate;
}

function resolve(reference: string, compilation: Compilation): Validate {
  const name = MODEL_URL.exec(reference)?.[1];
  if (name !== undefined) return compileModel(name, compilation);
  if (reference !== '#' && !reference.startsWith('#/')) {
    throw new Error('$ref must be #, a path such as #/definitions/name, or the URL of a model of this API');
  }
  let target: unknown = compilation.root;
  for (const part of reference.split('/').slice(1)) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
    target = typeof target === 'object' && target !== null ? (target as Schema)[key] : undefined;
  }
  return compile(asSchema(target, `what ${reference} refers to`), compilation);
}

function compileModel(name: string, compilation: Compilation): Validate {
  let model = compilation.models.get(name);
  if (model === undefined) {
    const text = compilation.findModel(name);
    if (text === undefined) throw new Error(`$ref names the model ${name}, which does not exist`);
    const root = asSchema(JSON.parse(text), `the model ${name}`);
    model = { ...compilation, root, compiled: new Map() };
    compilation.models.set(name, model);
  }
  return compile(model.root, model);
}

type Build = (schema: Schema, compilation: Compilation) => Validate;

const KEYWORDS: Readonly<Record<string, Build>> = {
  type({ type }) {
    const allowed = [type].flat().map(String);
    const unknown = allowed.find((name) => !TYPES.includes(name));
    if (unknown !== undefined) throw new Error('type must be one of the seven primitive types of draft 4');
    return (value) => {
      const actual = typeOf(value);
      const matches = allowed.includes(actual) || (actual === 'integer' && allowed.includes('number'));
      return matches
        ? []
        : [
            `instance type (${actual}) does not match any allowed primitive type (allowed: ${JSON.stringify(allowed)})`,
          ];
    };
  },
  enum({ enum: options }) {
    const allowed = new Set(asList(options, 'enum').map(canonical));
    return (value) =>
      allowed.has(canonical(value))
        ? []
        : [`instance value does not match any enum value (possible values: ${JSON.stringify(options)})`];
  },
  required({ required }) {
    const names = asList(required, 'required').map(String);
    return onObject((value) => {
      const missing = names.filter((name) => !Object.hasOwn(value, name));
      return missing.length === 0
        ? []
        : [`object has missing required properties (${JSON.stringify(missing.sort())})`];
    });
  },
  properties({ properties }, compilation) {
    const each = compileMap(properties, 'properties', compilation);
    return onObject((value) =>
      Object.entries(each).flatMap(([name, validate]) =>
        Object.hasOwn(value, name) ? validate(value[name]) : [],
      ),
    );
  },
  patternProperties({ patternProperties }, compilation) {
    const each = Object.entries(compileMap(patternProperties, 'patternProperties', compilation));
    const patterns = each.map(([pattern, validate]) => ({ expression: asPattern(pattern), validate }));
    return onObject((value) =>
      Object.entries(value).flatMap(([name, member]) =>
        patterns.flatMap(({ expression, validate }) => (expression.test(name) ? validate(member) : [])),
      ),
    );
  },
  additionalProperties({ additionalProperties, properties, patternProperties }, compilation) {
    if (additionalProperties === true) return () => [];
    const named = new Set(Object.keys(asSchema(properties ?? {}, 'properties')));
    const patterns = Object.keys(asSchema(patternProperties ?? {}, 'patternProperties')).map(asPattern);
    const others = (value: Schema) =>
      Object.keys(value).filter((name) => !named.has(name) && !patterns.some((each) => each.test(name)));
    if (additionalProperties === false) {
      return onObject((value) => {
        const unwanted = others(value).sort();
        return unwanted.length === 0
          ? []
          : [
              `object instance has properties which are not allowed by the schema: ${JSON.stringify(unwanted)}`,
            ];
      });
    }
    const validate = compile(asSchema(additionalProperties, 'additionalProperties'), compilation);
    return onObject((value) => others(value).flatMap((name) => validate(value[name])));
  },
  dependencies({ dependencies }, compilation) {
    const rules = Object.entries(asSchema(dependencies, 'dependencies')).map(([name, rule]) => {
      if (!Array.isArray(rule)) return { name, check: compile(asSchema(rule, 'dependencies'), compilation) };
      const needed = rule.map(String);
      const check = onObject((value) =>
        needed.every((each) => Object.hasOwn(value, each))
          ? []
          : [`property "${name}" of object has missing property dependencies (${JSON.stringify(needed)})`],
      );
      return { name, check };
    });
    return onObject((value) =>
      rules.flatMap(({ name, check }) => (Object.hasOwn(value, name) ? check(value) : [])),
    );
  },
  minProperties: bound('minProperties', (value) => objectSize(value), least('properties')),
  maxProperties: bound('maxProperties', (value) => objectSize(value), most('properties')),
  items({ items, additionalItems }, compilation) {
    if (!Array.isArray(items)) {
      const validate = compile(asSchema(items, 'items'), compilation);
      return onArray((value) => value.flatMap(validate));
    }
    const each = items.map((item) => compile(asSchema(item, 'items'), compilation));
    const more =
      typeof additionalItems === 'object'
        ? compile(asSchema(additionalItems, 'additionalItems'), compilation)
        : () => (additionalItems === false ? ['array has more elements than allowed'] : []);
    return onArray((value) => value.flatMap((item, index) => (each[index] ?? more)(item)));
  },
  minItems: bound(
    'minItems',
    (value) => (Array.isArray(value) ? value.length : undefined),
    least('elements'),
  ),
  maxItems: bound('maxItems', (value) => (Array.isArray(value) ? value.length : undefined), most('elements')),
  uniqueItems: ({ uniqueItems }) =>
    onArray((value) =>
      uniqueItems === true && new Set(value.map(canonical)).size < value.length
        ? ['array must not contain duplicate elements']
        : [],
    ),
  minLength: bound('minLength', (value) => lengthOf(value), least('characters')),
  maxLength: bound('maxLength', (value) => lengthOf(value), most('characters')),
  pattern({ pattern }) {
    const expression = asPattern(pattern);
    return (value) =>
      typeof value !== 'string' || expression.test(value)
        ? []
        : [`ECMA 262 regex "${String(pattern)}" does not match input string`];
  },
  format({ format }) {
    const matches = FORMATS[String(format)];
    return (value) =>
      typeof value !== 'string' || matches === undefined || matches(value)
        ? []
        : [`string is invalid against requested format ${String(format)}`];
  },
  minimum: ({ minimum, exclusiveMinimum }) =>
    onNumber(asNumber(minimum, 'minimum'), (value, limit) =>
      exclusiveMinimum === true
        ? value > limit || 'numeric instance is not strictly greater than the required minimum'
        : value >= limit || 'numeric instance is lower than the required minimum',
    ),
  maximum: ({ maximum, exclusiveMaximum }) =>
    onNumber(asNumber(maximum, 'maximum'), (value, limit) =>
      exclusiveMaximum === true
        ? value < limit || 'numeric instance is not strictly lower than the required maximum'
        : value <= limit || 'numeric instance is greater than the required maximum',
    ),
  multipleOf: ({ multipleOf }) =>
    onNumber(asNumber(multipleOf, 'multipleOf'), (value, divisor) => {
      const quotient = value / divisor;
      // 0.3 / 0.1 is 2.9999999999999996: binary fractions must not refuse what decimal ones allow.
      const near = Math.abs(quotient - Math.round(quotient)) < 1e-9 * Math.max(1, Math.abs(quotient));
      return near || 'remainder of division is not zero';
    }),
  allOf({ allOf }, compilation) {
    const each = compileList(allOf, 'allOf', compilation);
    return (value) => each.flatMap((validate) => validate(value));
  },
  anyOf({ anyOf }, compilation) {
    const each = compileList(anyOf, 'anyOf', compilation);
    return (value) =>
      each.some((validate) => validate(value).length === 0)
        ? []
        : ['instance failed to match at least one required schema'];
  },
  oneOf({ oneOf }, compilation) {
    const each = compileList(oneOf, 'oneOf', compilation);
    return (value) => {
      const matched = each.filter((validate) => validate(value).length === 0).length;
      return matched === 1
        ? []
        : [`instance failed to match exactly one schema (matched ${matched} out of ${each.length})`];
    };
  },
  not({ not }, compilation) {
    const validate = compile(asSchema(not, 'not'), compilation);
    return (value) =>
      validate(value).length === 0 ? ['instance matched a schema which it should not have'] : [];
  },
};

const TYPES = ['array', 'boolean', 'integer', 'null', 'number', 'object', 'string'];

function typeOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function bound(
  keyword: string,
  measure: (value: unknown) => number | undefined,
  check: (size: number, limit: number) => string[],
): Build {
  return (schema) => {
    const limit = asNumber(schema[keyword], keyword);
    return (value) => {
      const size = measure(value);
      return size === undefined ? [] : check(size, limit);
    };
  };
}

function least(what: string): (size: number, limit: number) => string[] {
  return (size, limit) =>
    size >= limit ? [] : [`instance has too few ${what} (minimum: ${limit}, found: ${size})`];
}

function most(what: string): (size: number, limit: number) => string[] {
  return (size, limit) =>
    size <= limit ? [] : [`instance has too many ${what} (maximum: ${limit}, found: ${size})`];
}

/** In characters as Unicode counts them, not in UTF-16 units. */
function lengthOf(value: unknown): number | undefined {
  return typeof value === 'string' ? [...value].length : undefined;
}

function objectSize(value: unknown): number | undefined {
  return isObject(value) ? Object.keys(value).length : undefined;
}

function onObject(check: (value: Schema) => string[]): Validate {
  return (value) => (isObject(value) ? check(value) : []);
}

function onArray(check: (value: readonly unknown[]) => string[]): Validate {
  return (value) => (Array.isArray(value) ? check(value) : []);
}

function onNumber(limit: number, check: (value: number, limit: number) => true | string): Validate {
  return (value) => {
    const outcome = typeof value === 'number' ? check(value, limit) : true;
    return outcome === true ? [] : [outcome];
  };
}

function compileMap(map: unknown, keyword: string, compilation: Compilation): Record<string, Validate> {
  const entries = Object.entries(asSchema(map, keyword));
  return Object.fromEntries(
    entries.map(([name, schema]) => [name, compile(asSchema(schema, `${keyword}.${name}`), compilation)]),
  );
}

function compileList(list: unknown, keyword: string, compilation: Compilation): Validate[] {
  return asList(list, keyword).map((schema) => compile(asSchema(schema, keyword), compilation));
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function asSchema(value: unknown, what: string): Schema {
  if (!isObject(value)) throw new Error(`${what} must be an object`);
  return value;
}

function asList(value: unknown, keyword: string): readonly unknown[] {
  if (!Array.isArray(value) || value.length === 0)
    throw new Error(`${keyword} must be a list that is not empty`);
  return value;
}

function asNumber(value: unknown, keyword: string): number {
  if (typeof value !== 'number') throw new Error(`${keyword} must be a number`);
  return value;
}

function asPattern(value: unknown): RegExp {
  try {
    return new RegExp(String(value), 'u');
  } catch {
    throw new Error('a pattern is not a valid regular expression');
  }
}

/** Equal for equal JSON values, whatever the order of their members. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) =>
    isObject(member)
      ? Object.fromEntries(Object.entries(member).sort(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}
