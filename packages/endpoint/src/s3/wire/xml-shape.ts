import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { z } from 'zod';
import { own, setOwn } from '../../core/own.ts';
import { escapeXml } from '../../core/protocols/xml.ts';
import { s3Error } from '../errors.ts';

/**
 * One zod schema is a configuration's type, its check and its XML form. Members are elements of the same name; what
 * differs stands in this registry.
 */
const xmlForms = z.registry<{ element: string; wrapped?: boolean }>();

/** A member whose element has another name. */
export function named<T extends z.ZodType>(element: string, schema: T): T {
  xmlForms.add(schema, { element });
  return schema;
}

/** A list whose items stand directly in their parent: `<Rule/><Rule/>`. */
export function flat<T extends z.ZodType>(element: string, item: T): z.ZodArray<T> {
  return named(element, z.array(item));
}

/** A list in an element of its own: `<TagSet><Tag/><Tag/></TagSet>`. */
export function wrapped<T extends z.ZodType>(element: string, item: T): z.ZodArray<T> {
  const list = z.array(item);
  xmlForms.add(list, { element, wrapped: true });
  return list;
}

interface Tree {
  [element: string]: Node[];
}
type Node = Tree | string;

const parser = new XMLParser({
  ignoreAttributes: true,
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  trimValues: false,
  htmlEntities: true,
  isArray: () => true,
});

/** Reads `<root>` by a schema. Anything that is not well-formed, or that the schema does not take, is MalformedXML. */
export function parseXml<T extends z.ZodType>(text: string, root: string, schema: T): z.output<T> {
  // Entities of a document's own have no place here, and are how a small body becomes a large one.
  if (/<!DOCTYPE/i.test(text) || hasTooManyTags(text) || XMLValidator.validate(text) !== true)
    throw s3Error.malformedXml();
  const node = own(parse(text), root)?.[0];
  if (node === undefined) throw s3Error.malformedXml(`the root element must be ${root}`);
  const parsed = schema.safeParse(toValue(schema, node));
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw s3Error.malformedXml(`${issue?.path.join('.') || root}: ${issue?.message ?? 'not valid'}`);
}

/** A completed upload of 10,000 parts with their checksums has 80,000. */
const MAX_TAGS = 100_000;

function hasTooManyTags(text: string): boolean {
  let tags = 0;
  for (let at = text.indexOf('<'); at >= 0 && tags <= MAX_TAGS; at = text.indexOf('<', at + 1)) tags += 1;
  return tags > MAX_TAGS;
}

/** The parser refuses elements nested without end, and names that would reach an object's prototype. */
function parse(text: string): Tree {
  try {
    return parser.parse(text) as Tree;
  } catch {
    throw s3Error.malformedXml();
  }
}

function toValue(schema: z.ZodType, node: Node): unknown {
  const type = unwrap(schema);
  if (!(type instanceof z.ZodObject)) return typeof node === 'string' ? node : '';
  const tree = typeof node === 'string' ? {} : node;
  const value: Record<string, unknown> = {};
  const known = new Set(['#text']);
  for (const [member, child] of Object.entries<z.ZodType>(type.shape)) {
    const form = formOf(child);
    const element = form?.wrapped ? member : (form?.element ?? member);
    known.add(element);
    const nodes = tree[element];
    if (nodes === undefined) continue;
    const list = unwrap(child);
    if (list instanceof z.ZodArray) {
      const items = form?.wrapped ? itemsOf(nodes[0], form.element) : nodes;
      value[member] = items.map((item) => toValue(list.element as z.ZodType, item));
    } else {
      value[member] = toValue(child, nodes[0] ?? '');
    }
  }
  // Elements that the schema does not know are handed to it as they are: it refuses them by name.
  for (const [element, nodes] of Object.entries(tree)) if (!known.has(element)) setOwn(value, element, nodes);
  return value;
}

function itemsOf(node: Node | undefined, element: string): Node[] {
  return typeof node === 'object' ? (node[element] ?? []) : [];
}

/** Writes the content of an element by a schema, in the schema's order of members. */
export function renderShape(schema: z.ZodType, value: unknown): string {
  const type = unwrap(schema);
  if (!(type instanceof z.ZodObject)) return renderText(value);
  const members = value as Record<string, unknown>;
  return Object.entries<z.ZodType>(type.shape)
    .filter(([member]) => members[member] !== undefined)
    .map(([member, child]) => {
      const form = formOf(child);
      const list = unwrap(child);
      const element = form?.element ?? member;
      if (!(list instanceof z.ZodArray)) return tag(element, renderShape(child, members[member]));
      const items = members[member] as unknown[];
      const text = items.map((item) => tag(element, renderShape(list.element as z.ZodType, item))).join('');
      return form?.wrapped ? tag(member, text) : text;
    })
    .join('');
}

function tag(element: string, content: string): string {
  return `<${element}>${content}</${element}>`;
}

export function renderText(value: unknown): string {
  return value instanceof Date ? value.toISOString() : escapeXml(String(value));
}

function unwrap(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault)
    return unwrap(schema.unwrap() as z.ZodType);
  return schema;
}

function formOf(schema: z.ZodType): { element: string; wrapped?: boolean } | undefined {
  const form = xmlForms.get(schema);
  if (form !== undefined) return form;
  const inner = unwrap(schema);
  return inner === schema ? undefined : xmlForms.get(inner);
}
