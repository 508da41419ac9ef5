/**
 * JSON that keeps every digit. A number of JavaScript has 53 bits and one way to be written; `9007199254740993` and
 * `1.0` come back as they stood, each held as what `JSON.rawJSON` makes.
 *
 * @see https://tc39.es/proposal-json-parse-with-source/
 */
interface RawJson {
  readonly rawJSON: string;
}

// Node has them since version 22; TypeScript's library does not declare them yet.
const json = JSON as unknown as {
  parse(
    text: string,
    reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
  rawJSON(text: string): RawJson;
  isRawJSON(value: unknown): value is RawJson;
};

/** The most levels of arrays and objects in each other: what walks through them goes down one call a level. */
export const MAX_JSON_DEPTH = 1_000;

/** @throws SyntaxError, or RangeError where it nests deeper than `MAX_JSON_DEPTH` */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new RangeError(`the JSON nests deeper than ${MAX_JSON_DEPTH} levels`);
  return json.parse(text, (_key, value, { source }) =>
    typeof value === 'number' && source !== undefined && String(value) !== source
      ? json.rawJSON(source)
      : value,
  );
}

function isTooDeep(text: string): boolean {
  let depth = 0;
  // Whole strings, so that brackets within them do not count.
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[[{\]}]/gs)) {
    if (token === '[' || token === '{') depth += 1;
    else if (token === ']' || token === '}') depth -= 1;
    if (depth > MAX_JSON_DEPTH) return true;
  }
  return false;
}

/** Without white space; the members of objects in their order, numbers as they were read. */
export function stringifyJson(value: unknown): string {
  return JSON.stringify(value);
}

/** A text of JSON without its white space. */
export function minifyJson(text: string): string {
  return stringifyJson(parseJson(text));
}

/** A number as it is written, whether its value is exact in JavaScript or not; undefined when it is no number. */
export function numberText(value: unknown): string | undefined {
  if (typeof value === 'number') return String(value);
  return json.isRawJSON(value) ? value.rawJSON : undefined;
}

export function isJsonObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !json.isRawJSON(value);
}

/** The same text for equal values: members sorted by name, numbers by their value, so `1.0` is `1` and `10e1` is `100`. */
export function canonicalJson(value: unknown): string {
  const number = numberText(value);
  if (number !== undefined) return canonicalNumber(number);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonicalJson(value[name])}`).join(',')}}`;
}

/** Digits without leading or trailing zeros, and the power of ten that they are multiplied with. */
function canonicalNumber(text: string): string {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  // Not zero alone: the sign of a zero is kept, for a double has two of them.
  if (significant === '') return `${sign}0`;
  const power = BigInt(exponent) - BigInt(fraction.length) + BigInt(digits.length - significant.length);
  return power === 0n ? sign + significant : `${sign}${significant}e${power}`;
}
