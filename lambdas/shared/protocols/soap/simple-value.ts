import type { BaseType, SimpleType } from '../../../../schemas/wsdl/soap-contract.ts';
import { textFault } from '../../text-fault.ts';

export type SimpleValue = string | number | bigint;

/** A value, or what is wrong with its text. */
export type Reading = { value: SimpleValue } | { fault: string };

/** The lexical form of XML Schema 1.0 to a value. @see https://www.w3.org/TR/xmlschema-2/ */
export function readSimpleValue(type: SimpleType, text: string): Reading {
  const value = BASES[type.base](text);
  if (value === undefined) return { fault: `must be of type xsd:${type.base}` };
  const fault = facetFault(type, value) ?? textFault(value);
  return fault === undefined ? { value } : { fault };
}

const BASES: Record<BaseType, (text: string) => SimpleValue | undefined> = {
  string: (text) => text,
  anyURI: collapse,
  date: (text) => calendarDate(collapse(text)),
  int: (text) => {
    const value = integer(collapse(text), 31n);
    return value === undefined ? undefined : Number(value);
  },
  long: (text) => integer(collapse(text), 63n),
};

/** Whitespace of all types but string says nothing. */
function collapse(text: string): string {
  return text.replaceAll(/[ \t\n\r]+/g, ' ').replaceAll(/^ | $/g, '');
}

function integer(text: string, bits: bigint): bigint | undefined {
  // Far more digits than any value has would cost time to convert.
  if (!/^[+-]?\d{1,100}$/.test(text)) return undefined;
  const value = BigInt(text.replace('+', ''));
  return value >= -(2n ** bits) && value < 2n ** bits ? value : undefined;
}

/** With an optional time zone. Years of more than four digits and before 0001 are not read. */
function calendarDate(text: string): string | undefined {
  const [, day] = /^(\d{4}-\d{2}-\d{2})(?:Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?$/.exec(text) ?? [];
  if (day === undefined || day.startsWith('0000')) return undefined;
  const time = new Date(`${day}T00:00:00Z`);
  return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(day) ? text : undefined;
}

function facetFault(type: SimpleType, value: SimpleValue): string | undefined {
  const { enumeration, pattern, minLength = 0, maxLength, minInclusive, maxInclusive } = type;
  if (enumeration !== undefined && !enumeration.includes(String(value))) {
    return `must be one of ${enumeration.join(', ')}`;
  }
  if (pattern !== undefined && !compiled(pattern).test(String(value))) return `must match ${pattern}`;
  if (typeof value === 'string') {
    const length = [...value].length;
    if (length < minLength) return `must have at least ${minLength} characters`;
    if (maxLength !== undefined && length > maxLength) return `must have at most ${maxLength} characters`;
    return undefined;
  }
  if (minInclusive !== undefined && BigInt(value) < BigInt(minInclusive)) {
    return `must be at least ${minInclusive}`;
  }
  if (maxInclusive !== undefined && BigInt(value) > BigInt(maxInclusive)) {
    return `must be at most ${maxInclusive}`;
  }
  return undefined;
}

const patterns = new Map<string, RegExp>();

function compiled(pattern: string): RegExp {
  const known = patterns.get(pattern);
  if (known !== undefined) return known;
  const expression = new RegExp(`^(?:${pattern})$`, 'u');
  patterns.set(pattern, expression);
  return expression;
}
