import { attribute, readXml, resolveName, type XmlElement } from '../xml/read-xml.ts';
import { readMessage } from './read-xsd.ts';
import type { Message, Operation, SoapContract } from './soap-contract.ts';
import { childrenNamed, onlyChild, refuseOthers, required, WsdlError } from './wsdl-element.ts';

export const WSDL_NAMESPACE = 'http://schemas.xmlsoap.org/wsdl/';
export const WSDL_SOAP_NAMESPACE = 'http://schemas.xmlsoap.org/wsdl/soap/';
const XSD_NAMESPACE = 'http://www.w3.org/2001/XMLSchema';
const HTTP_TRANSPORT = 'http://schemas.xmlsoap.org/soap/http';

/**
 * Reads a WSDL 1.1 of one port with a SOAP 1.1 binding, document/literal wrapped, whose types are in it.
 *
 * @throws WsdlError for what it does not support, by name; XmlError
 * @see https://www.w3.org/TR/wsdl.html
 */
export function readWsdl(text: string): SoapContract {
  const definitions = readXml(text);
  if (definitions.namespace !== WSDL_NAMESPACE || definitions.name !== 'definitions') {
    throw new WsdlError('the root is not wsdl:definitions');
  }
  const wsdl = (parent: XmlElement, name: string) => childrenNamed(parent, WSDL_NAMESPACE, name);
  refuseOthers(definitions, [
    ...['documentation', 'types', 'message', 'portType', 'binding', 'service'].map(
      (name) => [WSDL_NAMESPACE, name] as const,
    ),
  ]);
  const namespace = required(definitions, 'targetNamespace');
  const schema = onlyChild(onlyChild(definitions, WSDL_NAMESPACE, 'types'), XSD_NAMESPACE, 'schema');
  if (required(schema, 'targetNamespace') !== namespace) {
    throw new WsdlError('the schema must have the target namespace of the WSDL');
  }
  if (attribute(schema, 'elementFormDefault') !== 'qualified') {
    throw new WsdlError('elementFormDefault must be qualified');
  }

  const binding = onlyChild(definitions, WSDL_NAMESPACE, 'binding');
  checkBinding(binding);
  const portType = onlyChild(definitions, WSDL_NAMESPACE, 'portType');
  const elementOf = elementsByMessage(wsdl(definitions, 'message'), namespace);
  const operations = wsdl(portType, 'operation').map((operation) =>
    readOperation(operation, operationNamed(binding, required(operation, 'name')), elementOf),
  );
  return { namespace, operations, messages: readMessages(schema, operations) };
}

function checkBinding(binding: XmlElement): void {
  const { attributes } = onlyChild(binding, WSDL_SOAP_NAMESPACE, 'binding');
  const found = new Map(attributes.map(({ name, value }) => [name, value]));
  if (found.get('transport') !== HTTP_TRANSPORT) throw new WsdlError('the transport must be HTTP');
  if ((found.get('style') ?? 'document') !== 'document') throw new WsdlError('the style must be document');
  for (const body of descendants(binding, WSDL_SOAP_NAMESPACE, ['body', 'fault'])) {
    if (attribute(body, 'use') !== 'literal') throw new WsdlError('use must be literal');
  }
}

function operationNamed(binding: XmlElement, name: string): XmlElement {
  const operation = childrenNamed(binding, WSDL_NAMESPACE, 'operation').find(
    (each) => attribute(each, 'name') === name,
  );
  if (operation === undefined) throw new WsdlError(`the binding has no operation ${name}`);
  return operation;
}

function readOperation(
  operation: XmlElement,
  bound: XmlElement,
  elementOf: (reference: XmlElement) => string,
): Operation {
  const name = required(operation, 'name');
  const part = (kind: string) => elementOf(onlyChild(operation, WSDL_NAMESPACE, kind));
  const input = part('input');
  // That is what makes it wrapped: the body names the operation.
  if (input !== name) throw new WsdlError(`the body of operation ${name} must be an element of that name`);
  const soapAction = required(onlyChild(bound, WSDL_SOAP_NAMESPACE, 'operation'), 'soapAction');
  return { name, soapAction, input, output: part('output'), fault: part('fault') };
}

/** Messages have one part, which is an element of the schema. */
function elementsByMessage(
  messages: readonly XmlElement[],
  namespace: string,
): (reference: XmlElement) => string {
  const byName = new Map(
    messages.map((message) => {
      const part = onlyChild(message, WSDL_NAMESPACE, 'part');
      const element = resolveName(required(part, 'element'), part);
      if (element.namespace !== namespace) {
        throw new WsdlError(`the element ${element.name} is not in the target namespace`);
      }
      return [required(message, 'name'), element.name] as const;
    }),
  );
  return (reference) => {
    const message = resolveName(required(reference, 'message'), reference);
    const element = message.namespace === namespace ? byName.get(message.name) : undefined;
    if (element === undefined) throw new WsdlError(`there is no message ${message.name}`);
    return element;
  };
}

function readMessages(schema: XmlElement, operations: readonly Operation[]): Message[] {
  const elements = childrenNamed(schema, XSD_NAMESPACE, 'element');
  refuseOthers(schema, [
    [XSD_NAMESPACE, 'element'],
    [XSD_NAMESPACE, 'simpleType'],
    [XSD_NAMESPACE, 'annotation'],
  ]);
  const names = new Set(operations.flatMap(({ input, output, fault }) => [input, output, fault]));
  return [...names].map((name) => {
    const element = elements.find((each) => attribute(each, 'name') === name);
    if (element === undefined) throw new WsdlError(`the schema has no element ${name}`);
    return readMessage(element, schema);
  });
}

function descendants(element: XmlElement, namespace: string, names: readonly string[]): XmlElement[] {
  return element.children.flatMap((child) => [
    ...(child.namespace === namespace && names.includes(child.name) ? [child] : []),
    ...descendants(child, namespace, names),
  ]);
}
