import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { unescapeXml } from './escape-xml.ts';

/** An element with its namespace resolved. Comments are left out. */
export interface XmlElement {
  /** Empty for an element in no namespace. */
  namespace: string;
  name: string;
  attributes: readonly XmlAttribute[];
  children: readonly XmlElement[];
  /** The text directly in this element, CDATA sections included. */
  text: string;
  /** The namespaces in scope by prefix, for values that are qualified names. */
  prefixes: ReadonlyMap<string, string>;
}

export interface XmlAttribute {
  /** Empty for an attribute without a prefix. */
  namespace: string;
  name: string;
  value: string;
}

export type XmlErrorCode = 'document-type' | 'malformed' | 'too-complex';

/** Text that is not XML, or more than we read of it. The message never quotes the text. */
export class XmlError extends Error {
  override readonly name = 'XmlError';
  readonly code: XmlErrorCode;

  constructor(code: XmlErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

export const MAX_DEPTH = 32;
export const MAX_ATTRIBUTES = 32;

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';
const XMLNS_NAMESPACE = 'http://www.w3.org/2000/xmlns/';
/** https://www.w3.org/TR/xml/#NT-Char */
const NOT_A_CHARACTER = /[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/u;
/** https://www.w3.org/TR/xml-names/#NT-QName, without the letters outside ASCII that no contract of ours uses. */
const QUALIFIED_NAME = /^(?:([A-Za-z_][\w.-]*):)?([A-Za-z_][\w.-]*)$/;
const DECLARATION =
  /^<\?xml\s+version\s*=\s*(?:"1\.0"|'1\.0')(?:\s+encoding\s*=\s*(?:"utf-8"|'utf-8'))?(?:\s+standalone\s*=\s*(?:"(?:yes|no)"|'(?:yes|no)'))?\s*\?>/i;

/** The key under which the parser puts a CDATA section. */
const CDATA = '#cdata';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  trimValues: false,
  // References are ours to replace: only the five names of XML and numbers, and none in CDATA.
  processEntities: false,
  cdataPropName: CDATA,
  // The wrapper, which `parse` adds, is the level that the parser does not count.
  maxNestedTags: MAX_DEPTH,
  // Names are read with Object.entries only. The parser itself refuses `__proto__`, `constructor` and `prototype`.
  onDangerousProperty: (name) => name,
});

/**
 * Reads an XML 1.0 document in UTF-8 and resolves its namespaces.
 *
 * SOAP 1.1 (section 3) allows neither a document type declaration nor processing instructions, so none is read: no
 * entity can be declared, expanded or fetched.
 *
 * @param text decoded, without a byte order mark, and no larger than its caller allows: 1 MB takes most of a second
 * @throws XmlError
 */
export function readXml(text: string): XmlElement {
  // Also inside of comments and CDATA, where it would be harmless: a message has no use for it.
  if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) {
    throw new XmlError('document-type', 'a document type declaration is not allowed');
  }
  if (NOT_A_CHARACTER.test(text)) throw malformed('a character that XML does not allow');
  // https://www.w3.org/TR/xml/#sec-line-ends
  const lines = text.replaceAll(/\r\n?/g, '\n');
  const declaration = DECLARATION.exec(lines)?.[0] ?? '';
  const valid = XMLValidator.validate(lines);
  if (valid !== true) throw malformed(`line ${valid.err.line}, column ${valid.err.col}`);
  const rest = lines.slice(declaration.length);
  if (hasFaultyTag(rest)) throw malformed('a tag or a comment is not complete');
  const document = parse(rest);
  const [root, ...others] = elementsOf(document);
  if (root === undefined || others.length > 0 || textOf(document).trim() !== '') {
    throw malformed('it must have one root element, and nothing beside it');
  }
  return resolve(root, new Map([['xml', XML_NAMESPACE]]));
}

/** A qualified name in the text of an attribute, as in `type="xsd:int"`. @throws XmlError */
export function resolveName(value: string, { prefixes }: XmlElement): { namespace: string; name: string } {
  const { prefix, name } = splitName(value);
  return { namespace: namespaceOf(prefix, prefixes), name };
}

/** The value of an attribute without a prefix. */
export function attribute(element: XmlElement, name: string): string | undefined {
  return element.attributes.find((each) => each.namespace === '' && each.name === name)?.value;
}

/** Comments and CDATA sections, in which a tag is none. */
const SKIPPED = /<!--(?:(?!--).)*-->|<!\[CDATA\[.*?\]\]>/gs;
const NAME = String.raw`[A-Za-z_:][\w:.-]*`;
const TAG = new RegExp(
  String.raw`<(?:/${NAME}\s*|${NAME}(?:\s+${NAME}\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*/?)>`,
  'g',
);

/** Validator and parser pass over some faults within a tag, such as `<a b="1"=>` and `</a/>`. */
function hasFaultyTag(document: string): boolean {
  return document.replaceAll(SKIPPED, ' ').replaceAll(TAG, '').includes('<');
}

/** As the parser returns it with `preserveOrder`: one key for the name, and `:@` for the attributes. */
type ParsedNode = Record<string, unknown>;

function parse(document: string): ParsedNode[] {
  try {
    // The parser drops text after the root without an error. In an element around it, that text is there to be seen.
    const [wrapper] = parser.parse(`<wrapper>${document}</wrapper>`) as [{ wrapper: ParsedNode[] }];
    return wrapper.wrapper;
  } catch (cause) {
    if (cause instanceof Error && cause.message === 'Maximum nested tags exceeded') {
      throw new XmlError('too-complex', `elements are nested deeper than ${MAX_DEPTH} levels`, { cause });
    }
    throw new XmlError('malformed', MALFORMED, { cause });
  }
}

interface RawElement {
  name: string;
  content: ParsedNode[];
  attributes: [string, string][];
}

/** The elements among parsed nodes. @throws XmlError for a processing instruction */
function elementsOf(nodes: readonly ParsedNode[]): RawElement[] {
  return nodes.flatMap((node) => {
    const [name = ''] = Object.keys(node).filter((key) => key !== ':@');
    if (name === '#text' || name === CDATA) return [];
    if (name.startsWith('?')) throw malformed('a processing instruction is not allowed');
    const attributes = Object.entries((node[':@'] ?? {}) as Record<string, string>);
    return [{ name, content: node[name] as ParsedNode[], attributes }];
  });
}

function resolve(raw: RawElement, outer: ReadonlyMap<string, string>): XmlElement {
  if (raw.attributes.length > MAX_ATTRIBUTES) {
    throw new XmlError('too-complex', `an element has more than ${MAX_ATTRIBUTES} attributes`);
  }
  const values = raw.attributes.map(([name, value]) => [name, attributeValue(value)] as const);
  const prefixes = declare(values, outer);
  const { prefix, name } = splitName(raw.name);
  const attributes = values.flatMap(([qualified, value]) => {
    if (isDeclaration(qualified)) return [];
    const own = splitName(qualified);
    // A default namespace does not apply to attributes (https://www.w3.org/TR/xml-names/#defaulting).
    const namespace = own.prefix === '' ? '' : namespaceOf(own.prefix, prefixes);
    return [{ namespace, name: own.name, value }];
  });
  const distinct = new Set(attributes.map((each) => `${each.namespace} ${each.name}`));
  if (distinct.size < attributes.length) throw malformed('an attribute is repeated');
  return {
    namespace: namespaceOf(prefix, prefixes),
    name,
    attributes,
    children: elementsOf(raw.content).map((child) => resolve(child, prefixes)),
    text: textOf(raw.content),
    prefixes,
  };
}

function isDeclaration(name: string): boolean {
  return name === 'xmlns' || name.startsWith('xmlns:');
}

function declare(
  attributes: readonly (readonly [string, string])[],
  outer: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const declared = attributes.filter(([name]) => isDeclaration(name));
  if (declared.length === 0) return outer;
  const prefixes = new Map(outer);
  for (const [attributeName, namespace] of declared) {
    const { prefix: xmlns, name } = splitName(attributeName);
    const prefix = xmlns === '' ? '' : name;
    const reserved = prefix === 'xmlns' || namespace === XMLNS_NAMESPACE;
    // `xml` may be declared, but as nothing else; and only the default namespace can be taken back.
    const asItself = (prefix === 'xml') === (namespace === XML_NAMESPACE);
    if (reserved || !asItself || (prefix !== '' && namespace === '')) {
      throw malformed('a namespace declaration is not allowed');
    }
    prefixes.set(prefix, namespace);
  }
  return prefixes;
}

function namespaceOf(prefix: string, prefixes: ReadonlyMap<string, string>): string {
  const namespace = prefixes.get(prefix);
  if (namespace === undefined && prefix !== '') throw malformed('a namespace prefix is not declared');
  return namespace ?? '';
}

function splitName(qualified: string): { prefix: string; name: string } {
  const [, prefix = '', name] = QUALIFIED_NAME.exec(qualified) ?? [];
  if (name === undefined) throw malformed('a name is not a qualified name');
  return { prefix, name };
}

function textOf(content: readonly ParsedNode[]): string {
  return content
    .map((node) => {
      if (Object.hasOwn(node, '#text')) {
        const text = String(node['#text']);
        if (text.includes(']]>')) throw malformed('a text has ]]> in it');
        return references(text);
      }
      const [section] = (node[CDATA] ?? []) as ParsedNode[];
      return String(section?.['#text'] ?? '');
    })
    .join('');
}

function attributeValue(value: string): string {
  if (value.includes('<')) throw malformed('an attribute has < in it');
  // https://www.w3.org/TR/xml/#AVNormalize
  return references(value.replaceAll(/[\t\n]/g, ' '));
}

function references(text: string): string {
  const replaced = unescapeXml(text);
  if (replaced === undefined || NOT_A_CHARACTER.test(replaced)) {
    throw malformed('a character or entity reference is not allowed');
  }
  return replaced;
}

const MALFORMED = 'not well-formed XML';

function malformed(reason: string): XmlError {
  return new XmlError('malformed', `${MALFORMED}: ${reason}`);
}
