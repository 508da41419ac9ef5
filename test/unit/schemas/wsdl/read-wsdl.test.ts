import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { readWsdl } from '../../../../schemas/wsdl/read-wsdl.ts';
import { messageOf } from '../../../../schemas/wsdl/soap-contract.ts';
import { WsdlError } from '../../../../schemas/wsdl/wsdl-element.ts';

const V1 = readFileSync('schemas/wsdl/carrier/v1.wsdl', 'utf8');

describe('readWsdl', () => {
  const contract = readWsdl(V1);

  it('reads operations with their SOAP action and messages', () => {
    expect(contract.namespace).toBe('urn:shop:carrier:v1');
    expect(contract.operations[0]).toEqual({
      name: 'BookShipment',
      soapAction: 'urn:shop:carrier:v1/BookShipment',
      input: 'BookShipment',
      output: 'BookShipmentResponse',
      fault: 'ServiceFault',
    });
  });

  it('reads elements in their order, with types and facets', () => {
    expect(messageOf(contract, 'BookShipment').elements.map(({ name }) => name)).toEqual([
      'shipmentId',
      'orderId',
      'country',
      'weightGrams',
      'parcels',
    ]);
    expect(messageOf(contract, 'BookShipment').elements[3]).toEqual({
      name: 'weightGrams',
      required: true,
      type: { base: 'int', minInclusive: '1', maxInclusive: '1000000' },
    });
    expect(messageOf(contract, 'BookShipment').open).toBe(true);
  });

  it.each([
    ['base="xsd:int"', 'base="xsd:decimal"', 'xsd:decimal is not supported'],
    ['type="xsd:long"', 'type="xsd:long" nillable="true"', 'nillable is not supported'],
    ['type="xsd:long"', 'type="xsd:long" maxOccurs="2"', 'maxOccurs is not supported'],
    ['<xsd:sequence>', '<xsd:choice>', 'choice is not supported'],
    ['xsd:minLength', 'xsd:length', 'length is not supported'],
    ['##other', '##any', 'namespace must be ##other'],
    ['use="literal"', 'use="encoded"', 'use must be literal'],
    ['style="document"', 'style="rpc"', 'style must be document'],
    ['elementFormDefault="qualified"', '', 'elementFormDefault must be qualified'],
    ['type="tns:Country"', 'type="tns:Land"', 'there is no simple type Land'],
    ['message name="TrackShipment"', 'message name="Track"', 'there is no message TrackShipment'],
  ])('refuses %s as %s by name', (from, to, reason) => {
    const closing = from.startsWith('<') ? [from.replace('<', '</'), to.replace('<', '</')] : ['\0', ''];
    const text = V1.replaceAll(from, to).replaceAll(closing[0] ?? '', closing[1] ?? '');
    expect(() => readWsdl(text)).toThrow(WsdlError);
    expect(() => readWsdl(text)).toThrow(reason);
  });
});
