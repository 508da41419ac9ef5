type Keywords = Record<string, unknown>;

const MAX_DEPTH = 4;
const MAX_VARIATIONS = 12;
const NUMBERS = [1, 5, 0, -1, 7, 10, 101, 0.5, 2 ** 31];
const TEXTS = [
  'abc',
  '',
  'a',
  'ABC',
  'GBP',
  '12.50',
  '2026-12-01',
  '2026-12-01T11:30:00Z',
  '0b6f1a52-7e0c-4ad1-9c2b-3a6f6de0c111',
  'ada@example.com',
  ...[9, 65].map((length) => 'x'.repeat(length)),
];

/**
 * Values that may be valid for a schema: each property, type, listed value and bound is varied by itself. Who uses them
 * keeps only those that are valid.
 */
export function samplesOf(schema: unknown, resolve: (reference: string) => unknown, depth = 0): unknown[] {
  if (schema === false || depth > MAX_DEPTH) return [];
  const keywords: Keywords = schema === true || schema === undefined ? {} : (schema as Keywords);
  const inner = (one: unknown) => samplesOf(one, resolve, depth + 1);
  if (typeof keywords['$ref'] === 'string') {
    const { $ref, ...siblings } = keywords;
    return samplesOf(merged([resolve($ref as string) as Keywords, siblings]), resolve, depth);
  }
  const { allOf, oneOf, anyOf, ...rest } = keywords as {
    allOf?: Keywords[];
    oneOf?: Keywords[];
    anyOf?: Keywords[];
  };
  if (allOf !== undefined) {
    const parts = allOf.map((part) =>
      typeof part['$ref'] === 'string' ? (resolve(part['$ref']) as Keywords) : part,
    );
    return samplesOf(merged([{ ...rest, oneOf, anyOf }, ...parts]), resolve, depth);
  }
  const alternatives = oneOf ?? anyOf;
  if (alternatives !== undefined) {
    return alternatives.flatMap((one) => {
      const branch = typeof one['$ref'] === 'string' ? (resolve(one['$ref']) as Keywords) : one;
      return samplesOf(merged([rest, branch]), resolve, depth);
    });
  }
  if ('const' in keywords) return [keywords['const']];
  if (Array.isArray(keywords['enum'])) return keywords['enum'];
  return typesOf(keywords).flatMap((type) => samplesOfType(type, keywords, inner, depth));
}

function merged(parts: readonly Keywords[]): Keywords {
  const all = Object.assign({}, ...parts) as Keywords;
  const properties = parts.map((part) => part['properties']).filter((one) => one !== undefined);
  const required = parts.flatMap((part) => (part['required'] as string[] | undefined) ?? []);
  return {
    ...Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)),
    ...(properties.length > 0 ? { properties: Object.assign({}, ...properties) as Keywords } : {}),
    ...(required.length > 0 ? { required } : {}),
  };
}

function typesOf(keywords: Keywords): string[] {
  const { type } = keywords;
  if (typeof type === 'string') return [type];
  if (Array.isArray(type)) return type as string[];
  if (keywords['properties'] !== undefined || keywords['additionalProperties'] !== undefined)
    return ['object'];
  return keywords['items'] === undefined ? ['string', 'integer', 'boolean', 'null'] : ['array'];
}

function samplesOfType(
  type: string,
  keywords: Keywords,
  inner: (schema: unknown) => unknown[],
  depth: number,
): unknown[] {
  switch (type) {
    case 'null':
      return [null];
    case 'boolean':
      return [true, false];
    case 'integer':
    case 'number':
      return numbers(type, keywords);
    case 'string':
      return texts(keywords);
    case 'array':
      return arrays(keywords, inner, depth);
    default:
      return objects(keywords, inner);
  }
}

function bound(keywords: Keywords, name: string, otherwise: number): number {
  const value = keywords[name];
  return typeof value === 'number' ? value : otherwise;
}

function numbers(type: string, keywords: Keywords): number[] {
  const bounds = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'].flatMap(
    (name) => {
      const value = keywords[name];
      return typeof value === 'number' ? [value, value + 1, value - 1] : [];
    },
  );
  return [...new Set([...NUMBERS, ...bounds])].filter(
    (value) =>
      (type === 'number' || Number.isInteger(value)) &&
      value >= bound(keywords, 'minimum', -Infinity) &&
      value <= bound(keywords, 'maximum', Infinity) &&
      value > bound(keywords, 'exclusiveMinimum', -Infinity) &&
      value < bound(keywords, 'exclusiveMaximum', Infinity) &&
      Number.isInteger(value / bound(keywords, 'multipleOf', value === 0 ? 1 : value)) &&
      (keywords['format'] !== 'int32' || Math.abs(value) < 2 ** 31),
  );
}

const FORMATS: Record<string, RegExp> = {
  date: /^\d{4}-\d\d-\d\d$/,
  'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/,
  uuid: /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
  email: /^[^@]+@[^@]+$/,
};

/** The formats as a validator knows them. */
export const VALIDATED_FORMATS = {
  ...FORMATS,
  int32: {
    type: 'number',
    validate: (value: number) => Number.isInteger(value) && Math.abs(value) < 2 ** 31,
  },
  int64: { type: 'number', validate: (value: number) => Number.isInteger(value) },
} as const;

function texts(keywords: Keywords): string[] {
  const lengths = ['minLength', 'maxLength'].flatMap((name) => {
    const value = keywords[name];
    return typeof value === 'number' ? ['y'.repeat(value)] : [];
  });
  const pattern = new RegExp(typeof keywords['pattern'] === 'string' ? keywords['pattern'] : '', 'u');
  const format = FORMATS[String(keywords['format'])] ?? /(?:)/;
  return [...TEXTS, ...lengths].filter(
    (text) =>
      pattern.test(text) &&
      format.test(text) &&
      text.length >= bound(keywords, 'minLength', 0) &&
      text.length <= bound(keywords, 'maxLength', Infinity),
  );
}

function arrays(keywords: Keywords, inner: (schema: unknown) => unknown[], depth: number): unknown[] {
  const places = (keywords['prefixItems'] as unknown[] | undefined) ?? [];
  const prefix = places.map((schema) => inner(schema));
  const first = prefix.map(([value]) => value);
  const elements = keywords['items'] === false ? [] : inner(keywords['items']);
  const tuples = prefix.flatMap((values, index) => values.map((value) => first.with(index, value)));
  const [one] = elements;
  const lengths =
    elements.length === 0
      ? []
      : [0, 1, 2, 3, 6, bound(keywords, 'minItems', 1), bound(keywords, 'maxItems', 1)];
  return [
    ...tuples,
    ...(places.length === 0 ? [[]] : []),
    ...lengths.map((length) => [...first, ...Array.from({ length }, () => one)]),
    ...lengths.map((length) => [...first, ...elements.slice(0, length)]),
    ...elements.slice(0, depth > 1 ? 3 : MAX_VARIATIONS).map((element) => [...first, element]),
  ];
}

function objects(keywords: Keywords, inner: (schema: unknown) => unknown[]): unknown[] {
  const required = new Set((keywords['required'] as string[] | undefined) ?? []);
  const values = Object.entries((keywords['properties'] as Keywords | undefined) ?? {})
    .map(([name, schema]) => [name, inner(schema)] as const)
    .filter(([, samples]) => samples.length > 0);
  const full = Object.fromEntries(values.map(([name, [first]]) => [name, first]));
  const least = Object.fromEntries(Object.entries(full).filter(([name]) => required.has(name)));
  const additional = keywords['additionalProperties'];
  const isMap = additional !== undefined && additional !== true && additional !== false;
  const others = isMap ? inner(additional).slice(0, MAX_VARIATIONS) : [];
  return [
    full,
    least,
    ...values.flatMap(([name, samples]) => spread(samples).map((sample) => ({ ...full, [name]: sample }))),
    ...others.map((value) => ({ ...full, other: value })),
    ...others.slice(0, 1).map((value) => ({ ...full, one: value, two: value, three: value })),
  ];
}

/** Some of many, from the first to the last. */
function spread(samples: readonly unknown[]): unknown[] {
  const step = Math.max(1, samples.length / 24);
  return Array.from(
    { length: Math.min(24, samples.length) },
    (_, index) => samples[Math.floor(index * step)],
  );
}
