import { renderXml } from './xml.ts';

/**
 * A list or a map that stands on the wire without a wrapper of its own (`@xmlFlattened`):
 * `AttributeName.1=All` and `<QueueUrl>…</QueueUrl><QueueUrl>…</QueueUrl>`, or, for a map,
 * `Attribute.1.Name=a&Attribute.1.Value=b` and `<Attribute><Name>a</Name><Value>b</Value></Attribute>`.
 */
export interface FlattenedShape {
  /** As the SDK's shapes call it. */
  readonly member: string;
  /** As the wire calls each of its elements. */
  readonly element: string;
  /** Only of a map: what an element calls its key and its value. */
  readonly entry?: { readonly key: string; readonly value: string };
  /** Where requests have a single parameter of the element's name. */
  readonly responseOnly?: boolean;
}

type Tree = { readonly [name: string]: unknown };

/** Turns the flattened parameters of a request into lists and maps, at every depth. */
export function readFlattened(input: object, shapes: readonly FlattenedShape[]): object {
  const members: [string, unknown][] = [];
  for (const [name, value] of Object.entries(input)) {
    const shape = shapes.find(({ element, responseOnly }) => element === name && !responseOnly);
    if (shape !== undefined) members.push([shape.member, readShape(value, shape, shapes)]);
    // Some SDKs send an empty list as its member's name without a value.
    else if (value !== '' || !shapes.some(({ member }) => member === name)) {
      members.push([name, isTree(value) ? readFlattened(value, shapes) : value]);
    }
  }
  return Object.fromEntries(members);
}

function readShape(value: unknown, { entry }: FlattenedShape, shapes: readonly FlattenedShape[]): unknown {
  const elements = elementsOf(value).map((one) => (isTree(one) ? readFlattened(one, shapes) : one));
  if (entry === undefined) return elements;
  return Object.fromEntries(
    elements.filter(isTree).map((one) => [String(one[entry.key] ?? ''), one[entry.value] ?? '']),
  );
}

/** In the order of their numbers. A single element may go without one: `AttributeName=All`. */
function elementsOf(value: unknown): unknown[] {
  if (!isTree(value)) return [value];
  const names = Object.keys(value);
  if (!names.every((name) => /^\d+$/.test(name))) return [value];
  return names.sort((a, b) => Number(a) - Number(b)).map((name) => value[name]);
}

/** Writes an output with its flattened lists and maps, at every depth. */
export function renderFlattened(output: object, shapes: readonly FlattenedShape[]): string {
  return Object.entries(output)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => {
      const shape = shapes.find(({ member }) => member === name);
      if (shape === undefined) return element(name, value, shapes);
      return renderedElements(value, shape)
        .map((one) => element(shape.element, one, shapes))
        .join('');
    })
    .join('');
}

function renderedElements(value: unknown, { entry }: FlattenedShape): unknown[] {
  if (entry === undefined) return Array.isArray(value) ? value : [];
  return Object.entries(isTree(value) ? value : {}).map(([key, each]) => ({
    [entry.key]: key,
    [entry.value]: each,
  }));
}

function element(name: string, value: unknown, shapes: readonly FlattenedShape[]): string {
  const content = isTree(value) ? renderFlattened(value, shapes) : renderXml(value, NO_MAPS);
  return `<${name}>${content}</${name}>`;
}

const NO_MAPS: ReadonlySet<string> = new Set();

function isTree(value: unknown): value is Tree {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Date) &&
    !(value instanceof Uint8Array)
  );
}
