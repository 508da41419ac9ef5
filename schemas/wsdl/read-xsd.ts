import { attribute, resolveName, type XmlElement } from '../xml/read-xml.ts';
import type { BaseType, Message, MessageElement, SimpleType } from './soap-contract.ts';
import {
  childrenNamed,
  onlyChild,
  refuseOtherAttributes,
  refuseOthers,
  required,
  WsdlError,
} from './wsdl-element.ts';

const XSD_NAMESPACE = 'http://www.w3.org/2001/XMLSchema';
const BASE_TYPES: ReadonlySet<string> = new Set([
  'string',
  'anyURI',
  'date',
  'int',
  'long',
] satisfies BaseType[]);

/** An element of a schema whose type is a sequence of elements of simple types. @throws WsdlError */
export function readMessage(element: XmlElement, schema: XmlElement): Message {
  const name = required(element, 'name');
  const type = onlyChild(element, XSD_NAMESPACE, 'complexType');
  refuseOthers(type, [[XSD_NAMESPACE, 'sequence']]);
  const sequence = onlyChild(type, XSD_NAMESPACE, 'sequence');
  refuseOthers(sequence, [
    [XSD_NAMESPACE, 'element'],
    [XSD_NAMESPACE, 'any'],
  ]);
  const [any, another] = childrenNamed(sequence, XSD_NAMESPACE, 'any');
  if (another !== undefined || (any !== undefined && any !== sequence.children.at(-1))) {
    throw new WsdlError(`${name}: xsd:any must come last, and once`);
  }
  if (any !== undefined) checkExtensionPoint(any);
  const elements = childrenNamed(sequence, XSD_NAMESPACE, 'element').map((each) => readElement(each, schema));
  return { name, elements, open: any !== undefined };
}

/** The only wildcard for which it is always clear whether an element is ours or an extension. */
function checkExtensionPoint(any: XmlElement): void {
  const expected = { namespace: '##other', processContents: 'lax', minOccurs: '0', maxOccurs: 'unbounded' };
  for (const [name, value] of Object.entries(expected)) {
    if (attribute(any, name) !== value) throw new WsdlError(`xsd:any: ${name} must be ${value}`);
  }
}

function readElement(element: XmlElement, schema: XmlElement): MessageElement {
  refuseOtherAttributes(element, ['name', 'type', 'minOccurs']);
  const minOccurs = attribute(element, 'minOccurs') ?? '1';
  if (minOccurs !== '0' && minOccurs !== '1') throw new WsdlError('minOccurs must be 0 or 1');
  return {
    name: required(element, 'name'),
    required: minOccurs === '1',
    type: simpleType(resolveName(required(element, 'type'), element), schema),
  };
}

function simpleType(
  { namespace, name }: { namespace: string; name: string },
  schema: XmlElement,
): SimpleType {
  if (namespace === XSD_NAMESPACE) return { base: baseType(name) };
  const found = childrenNamed(schema, XSD_NAMESPACE, 'simpleType').find(
    (each) => attribute(each, 'name') === name,
  );
  if (found === undefined || namespace !== attribute(schema, 'targetNamespace')) {
    throw new WsdlError(`there is no simple type ${name}`);
  }
  const restriction = onlyChild(found, XSD_NAMESPACE, 'restriction');
  const base = resolveName(required(restriction, 'base'), restriction);
  if (base.namespace !== XSD_NAMESPACE) throw new WsdlError(`${name}: must restrict a type of XML Schema`);
  return { base: baseType(base.name), ...readFacets(restriction) };
}

function baseType(name: string): BaseType {
  if (!BASE_TYPES.has(name)) throw new WsdlError(`the type xsd:${name} is not supported`);
  return name as BaseType;
}

function readFacets(restriction: XmlElement): Omit<SimpleType, 'base'> {
  refuseOthers(
    restriction,
    ['enumeration', 'pattern', 'minLength', 'maxLength', 'minInclusive', 'maxInclusive'].map(
      (name) => [XSD_NAMESPACE, name] as const,
    ),
  );
  const values = (name: string) =>
    childrenNamed(restriction, XSD_NAMESPACE, name).map((facet) => required(facet, 'value'));
  const enumeration = values('enumeration');
  const [pattern, otherPattern] = values('pattern');
  if (otherPattern !== undefined) throw new WsdlError('more than one pattern is not supported');
  const [minLength] = values('minLength');
  const [maxLength] = values('maxLength');
  const [minInclusive] = values('minInclusive');
  const [maxInclusive] = values('maxInclusive');
  return {
    ...(enumeration.length > 0 && { enumeration }),
    ...(pattern !== undefined && { pattern }),
    ...(minLength !== undefined && { minLength: Number(minLength) }),
    ...(maxLength !== undefined && { maxLength: Number(maxLength) }),
    ...(minInclusive !== undefined && { minInclusive }),
    ...(maxInclusive !== undefined && { maxInclusive }),
  };
}
