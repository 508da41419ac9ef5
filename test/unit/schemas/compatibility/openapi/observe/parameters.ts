import type { TestParameter } from './document.ts';

type Values = Record<string, unknown>;

/** How the values of one parameter are written: as pairs of name and text. */
export function writeParameter({ name, style, explode }: TestParameter, value: unknown): [string, string][] {
  if (Array.isArray(value)) {
    // An empty list is written as nothing (RFC 6570, section 2.3).
    if (value.length === 0) return [];
    if (style === 'form' && explode) return value.map((one) => [name, String(one)]);
    return [[name, value.map(String).join(separator(style))]];
  }
  if (typeof value === 'object' && value !== null) {
    const pairs = Object.entries(value as Values).map(([key, inner]) => [key, String(inner)] as const);
    if (style === 'deepObject') return pairs.map(([key, text]) => [`${name}[${key}]`, text]);
    return [[name, pairs.flat().join(',')]];
  }
  return [[name, String(value)]];
}

/** What stands for a parameter in the pairs of a request, for its type; undefined when it is absent. */
export function readParameter(
  { name, style, explode, schema }: TestParameter,
  pairs: readonly (readonly [string, string])[],
): unknown {
  const texts = pairs.filter(([key]) => key === name).map(([, text]) => text);
  if (style === 'deepObject') {
    const inner = pairs.flatMap(([key, text]) => {
      const [, property] = new RegExp(`^${name}\\[(.*)\\]$`).exec(key) ?? [];
      return property === undefined ? [] : [[property, text] as const];
    });
    return inner.length === 0 ? undefined : Object.fromEntries(inner);
  }
  const [first] = texts;
  if (first === undefined) return undefined;
  if (schema?.type === 'array') {
    return style === 'form' && explode ? texts : first.split(separator(style));
  }
  if (schema?.type === 'object') {
    const parts = first.split(',');
    return Object.fromEntries(
      parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? '']] : [])),
    );
  }
  return texts.length === 1 ? first : texts;
}

function separator(style: string): string {
  return style === 'spaceDelimited' ? ' ' : style === 'pipeDelimited' ? '|' : ',';
}
