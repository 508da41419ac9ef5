import { readFileSync } from 'node:fs';
import type { WsdlRule } from '../../../../../schemas/compatibility/wsdl/rule.ts';

/** The rules that break each meeting; an empty list means compatible. */
export interface Expected {
  request: { serversFirst: readonly WsdlRule[]; clientsFirst: readonly WsdlRule[] };
  response: { serversFirst: readonly WsdlRule[]; clientsFirst: readonly WsdlRule[] };
}

export interface Change {
  name: string;
  newer: string;
  expected: Expected;
}

export const OLDER = readFileSync('schemas/wsdl/carrier/v1.wsdl', 'utf8');

const EXTENSION =
  '            <xsd:any namespace="##other" processContents="lax" minOccurs="0" maxOccurs="unbounded"/>\n';
const element = (name: string, type: string, attributes = '') =>
  `            <xsd:element name="${name}" type="${type}"${attributes}/>\n`;

/** Replaces one text, which must be there, within the element of one message or in all of the WSDL. */
function edit(from: string, to: string, message?: string): string {
  const start = message === undefined ? 0 : OLDER.indexOf(`<xsd:element name="${message}">`);
  const at = OLDER.indexOf(from, start);
  if (start < 0 || at < 0) throw new Error(`there is no ${from} to change`);
  return OLDER.slice(0, at) + to + OLDER.slice(at + from.length);
}

const request = (serversFirst: readonly WsdlRule[], clientsFirst: readonly WsdlRule[]): Expected => ({
  request: { serversFirst, clientsFirst },
  response: { serversFirst: [], clientsFirst: [] },
});
const response = (serversFirst: readonly WsdlRule[], clientsFirst: readonly WsdlRule[]): Expected => ({
  request: { serversFirst: [], clientsFirst: [] },
  response: { serversFirst, clientsFirst },
});

const weight =
  '<xsd:restriction base="xsd:int">\n          <xsd:minInclusive value="1"/>\n          <xsd:maxInclusive value="1000000"/>';
const weightOf = (base: string, min: string, max: string) =>
  `<xsd:restriction base="xsd:${base}">\n          <xsd:minInclusive value="${min}"/>\n          <xsd:maxInclusive value="${max}"/>`;
const country = element('country', 'tns:Country');
const order = element('orderId', 'tns:Identifier');
const operation = (name: string) =>
  `    <wsdl:operation name="${name}">\n      <wsdl:input message="tns:${name}"/>`;

/** One change of the contract each, as an owner might make it without thinking of the other side. */
export const CHANGES: readonly Change[] = [
  { name: 'nothing', newer: OLDER, expected: request([], []) },
  {
    name: 'an optional element in a request',
    newer: edit(EXTENSION, element('note', 'xsd:string', ' minOccurs="0"') + EXTENSION, 'BookShipment'),
    expected: request([], ['unknown']),
  },
  {
    name: 'a required element in a request',
    newer: edit(EXTENSION, element('note', 'xsd:string') + EXTENSION, 'BookShipment'),
    expected: request(['required'], ['unknown']),
  },
  {
    name: 'a request without an element',
    newer: edit(country, '', 'BookShipment'),
    expected: request(['unknown'], ['required']),
  },
  {
    name: 'an element of a request that becomes optional',
    newer: edit(country, element('country', 'tns:Country', ' minOccurs="0"'), 'BookShipment'),
    expected: request([], ['required']),
  },
  {
    name: 'an element of a request with another name',
    newer: edit(country, element('land', 'tns:Country'), 'BookShipment'),
    expected: request(['required', 'unknown'], ['required', 'unknown']),
  },
  {
    name: 'another order in a request',
    newer: edit(order + country, country + order, 'BookShipment'),
    expected: request(['order'], ['order']),
  },
  {
    name: 'a request that is closed to extensions',
    newer: edit(EXTENSION, '', 'BookShipment'),
    expected: request(['extension'], []),
  },
  {
    name: 'a request in which an int becomes a long',
    newer: edit(element('parcels', 'tns:Parcels'), element('parcels', 'xsd:long'), 'BookShipment'),
    expected: request([], ['minimum', 'maximum']),
  },
  {
    name: 'a request in which an int becomes a string',
    newer: edit(element('parcels', 'tns:Parcels'), element('parcels', 'xsd:string'), 'BookShipment'),
    expected: request([], ['type']),
  },
  {
    name: 'a request in which a string becomes a date',
    newer: edit(country, element('country', 'xsd:date'), 'BookShipment'),
    expected: request(['type'], ['type']),
  },
  {
    name: 'a long of the same range as the int before',
    newer: edit(weight, weightOf('long', '1', '1000000')),
    expected: request([], []),
  },
  {
    name: 'a larger maximum',
    newer: edit(weight, weightOf('int', '1', '2000000')),
    expected: request([], ['maximum']),
  },
  {
    name: 'a smaller maximum',
    newer: edit(weight, weightOf('int', '1', '500000')),
    expected: request(['maximum'], []),
  },
  {
    name: 'a smaller minimum',
    newer: edit(weight, weightOf('int', '0', '1000000')),
    expected: request([], ['minimum']),
  },
  {
    name: 'a larger minimum',
    newer: edit(weight, weightOf('int', '2', '1000000')),
    expected: request(['minimum'], []),
  },
  {
    name: 'longer texts',
    newer: edit('<xsd:maxLength value="100"/>', '<xsd:maxLength value="200"/>'),
    expected: request([], ['max-length']),
  },
  {
    name: 'shorter texts',
    newer: edit('<xsd:maxLength value="100"/>', '<xsd:maxLength value="50"/>'),
    expected: request(['max-length'], []),
  },
  {
    name: 'texts that may be empty',
    newer: edit('<xsd:minLength value="1"/>', '<xsd:minLength value="0"/>'),
    expected: request([], ['min-length']),
  },
  {
    name: 'texts of at least two characters',
    newer: edit('<xsd:minLength value="1"/>', '<xsd:minLength value="2"/>'),
    expected: request(['min-length'], []),
  },
  {
    name: 'a text that becomes an enumeration',
    newer: edit(
      '<xsd:minLength value="1"/>',
      '<xsd:enumeration value="France"/><xsd:enumeration value="Japan"/>',
    ),
    expected: request(['enumeration'], []),
  },
  {
    name: 'a text that gets a pattern',
    newer: edit('<xsd:minLength value="1"/>', '<xsd:minLength value="1"/><xsd:pattern value="[A-Z].*"/>'),
    expected: request(['pattern'], []),
  },
  {
    name: 'an operation more',
    newer: edit(
      operation('TrackShipment'),
      `${operation('CancelShipment')}\n      <wsdl:output message="tns:TrackShipmentResponse"/>\n      <wsdl:fault name="ServiceFault" message="tns:ServiceFault"/>\n    </wsdl:operation>\n${operation('TrackShipment')}`,
    )
      .replace(
        '  <wsdl:message name="TrackShipment">',
        '  <wsdl:message name="CancelShipment"><wsdl:part name="parameters" element="tns:CancelShipment"/></wsdl:message>\n  <wsdl:message name="TrackShipment">',
      )
      .replace(
        '      <xsd:element name="TrackShipment">',
        `      <xsd:element name="CancelShipment"><xsd:complexType><xsd:sequence>\n${element('shipmentId', 'tns:Identifier')}</xsd:sequence></xsd:complexType></xsd:element>\n      <xsd:element name="TrackShipment">`,
      )
      .replace(
        '    <wsdl:operation name="TrackShipment">\n      <soap:operation',
        '    <wsdl:operation name="CancelShipment"><soap:operation soapAction="urn:cancel"/><wsdl:input><soap:body use="literal"/></wsdl:input><wsdl:output><soap:body use="literal"/></wsdl:output><wsdl:fault name="ServiceFault"><soap:fault name="ServiceFault" use="literal"/></wsdl:fault></wsdl:operation>\n    <wsdl:operation name="TrackShipment">\n      <soap:operation',
      ),
    expected: request([], ['operation']),
  },
  {
    name: 'another SOAP action',
    newer: edit('soapAction="urn:shop:carrier:v1/BookShipment"', 'soapAction="urn:other"'),
    expected: request([], []),
  },
  {
    name: 'another namespace',
    newer: OLDER.replaceAll('urn:shop:carrier:v1', 'urn:shop:courier:v1'),
    expected: {
      request: { serversFirst: ['namespace'], clientsFirst: ['namespace'] },
      response: { serversFirst: ['namespace'], clientsFirst: ['namespace'] },
    },
  },
  {
    name: 'an optional element in a response',
    newer: edit(
      EXTENSION,
      element('note', 'xsd:string', ' minOccurs="0"') + EXTENSION,
      'BookShipmentResponse',
    ),
    expected: response(['unknown'], []),
  },
  {
    name: 'a required element in a response',
    newer: edit(EXTENSION, element('note', 'xsd:string') + EXTENSION, 'BookShipmentResponse'),
    expected: response(['unknown'], ['required']),
  },
  {
    name: 'a response without an element',
    newer: edit(element('currency', 'xsd:string'), '', 'BookShipmentResponse'),
    expected: response(['required'], ['unknown']),
  },
  {
    name: 'an element of a response that becomes optional',
    newer: edit(
      element('currency', 'xsd:string'),
      element('currency', 'xsd:string', ' minOccurs="0"'),
      'BookShipmentResponse',
    ),
    expected: response(['required'], []),
  },
  {
    name: 'a response in which a long becomes an int',
    newer: edit(element('priceMinor', 'xsd:long'), element('priceMinor', 'xsd:int'), 'BookShipmentResponse'),
    expected: response([], ['minimum', 'maximum']),
  },
  {
    name: 'a response in which a date becomes a string',
    newer: edit(
      element('estimatedDelivery', 'xsd:date'),
      element('estimatedDelivery', 'xsd:string'),
      'BookShipmentResponse',
    ),
    expected: response(['type'], []),
  },
  {
    name: 'one more status',
    newer: edit(
      '<xsd:enumeration value="DELIVERED"/>',
      '<xsd:enumeration value="DELIVERED"/><xsd:enumeration value="LOST"/>',
    ),
    expected: response(['enumeration'], []),
  },
  {
    name: 'one status less',
    newer: edit('<xsd:enumeration value="IN_TRANSIT"/>', ''),
    expected: response([], ['enumeration']),
  },
  {
    name: 'a response that is closed to extensions',
    newer: edit(EXTENSION, '', 'TrackShipmentResponse'),
    expected: response([], ['extension']),
  },
  {
    name: 'a fault with one more element',
    newer: edit(EXTENSION, element('retryable', 'xsd:string', ' minOccurs="0"') + EXTENSION, 'ServiceFault'),
    // Both operations have it.
    expected: response(['unknown', 'unknown'], []),
  },
];
