import { describe, expect, it } from 'vitest';
import { ShopError } from '../../../../../../lambdas/shared/errors.ts';
import { readMessage, writeMessage } from '../../../../../../lambdas/shared/protocols/soap/message.ts';
import { readSimpleValue } from '../../../../../../lambdas/shared/protocols/soap/simple-value.ts';
import { CONTRACT } from '../../../../../../schemas/gen/wsdl/carrier/v1.ts';
import { readXml } from '../../../../../../schemas/xml/read-xml.ts';
import { BOOKING, bookShipment } from './soap-events.ts';

const read = (xml: string) => readMessage(CONTRACT, 'BookShipment', readXml(xml));

function faultOf(xml: string): string {
  try {
    read(xml);
    return 'none';
  } catch (error) {
    if (error instanceof ShopError && error.code === 'bad-request') return error.message;
    throw error;
  }
}

describe('a message', () => {
  it('is read as it was written', () => {
    const value = { ...BOOKING, country: `<&>"'é😀`, weightGrams: 1, parcels: 100 };
    expect(read(writeMessage(CONTRACT, 'BookShipment', value))).toEqual(value);
  });

  it('may end with elements of other namespaces, which are ignored', () => {
    const extended = bookShipment().replace(
      '</BookShipment>',
      '<x:gift xmlns:x="urn:x"><x:to/></x:gift></BookShipment>',
    );
    expect(read(extended)).not.toHaveProperty('gift');
    expect(faultOf(extended)).toBe('none');
  });

  it('may carry attributes of other namespaces', () => {
    const typed = bookShipment().replace(
      '<parcels>',
      '<parcels xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="int">',
    );
    expect(faultOf(typed)).toBe('none');
  });

  it.each([
    ['a missing element', bookShipment({ country: undefined }), 'country is missing'],
    ['a missing last element', bookShipment({ parcels: undefined }), 'parcels is missing'],
    ['an unknown element', bookShipment({ colour: 'red' }), 'colour is not in the contract'],
    [
      'an element of no namespace',
      bookShipment().replace('</BookShipment>', '<a xmlns=""/></BookShipment>'),
      'a is not in',
    ],
    [
      'an element of an extension in the middle',
      bookShipment().replace('<country>', '<x:a xmlns:x="urn:x"/><country>'),
      'country is out of order',
    ],
    [
      'another order',
      bookShipment({ shipmentId: undefined }).replace(
        '</BookShipment>',
        '<shipmentId>s</shipmentId></BookShipment>',
      ),
      'shipmentId is out of order',
    ],
    [
      'a repeated element',
      bookShipment().replace('</BookShipment>', '<parcels>1</parcels></BookShipment>'),
      'parcels is repeated',
    ],
    ['text between elements', bookShipment().replace('<country>', 'text<country>'), 'must not have text'],
    ['an element in a value', bookShipment({ country: '<b>France</b>' }), 'country must not have elements'],
    ['an attribute', bookShipment().replace('<parcels>', '<parcels unit="1">'), 'must not have attributes'],
    [
      'nil',
      bookShipment().replace(
        '<parcels>',
        '<parcels xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:nil="true">',
      ),
      'must not be nil',
    ],
    ['a long unknown name', bookShipment({ ['x'.repeat(5000)]: '1' }), 'x…'],
  ])('with %s is refused', (_, xml, fault) => {
    expect(faultOf(xml)).toContain(fault);
    expect(faultOf(xml).length).toBeLessThan(300);
  });

  it.each([
    ['weightGrams', '0'],
    ['weightGrams', '1000001'],
    ['weightGrams', '2147483648'],
    ['weightGrams', '9007199254740993'],
    ['weightGrams', '1'.repeat(5000)],
    ['weightGrams', '1.0'],
    ['weightGrams', '1e3'],
    ['weightGrams', '0x10'],
    ['weightGrams', '٣'],
    ['weightGrams', ''],
    ['weightGrams', 'NaN'],
    ['parcels', '-1'],
    ['country', ''],
    ['country', 'x'.repeat(101)],
    ['country', 'a\nb'],
    ['country', 'a&#x85;b'],
    ['shipmentId', ''],
    ['shipmentId', 'a/b'],
    ['shipmentId', ' s-1'],
    ['shipmentId', 'x'.repeat(101)],
    ['shipmentId', 's-1\n'],
  ])('with %s %j is refused, and the fault does not quote it', (name, value) => {
    const fault = faultOf(bookShipment({ [name]: value }));
    expect(fault).toMatch(new RegExp(`^BookShipment: ${name} must `));
    if (value.length > 3) expect(fault).not.toContain(value);
  });
});

describe('readSimpleValue', () => {
  it.each([
    ['int', ' -2147483648 ', -2_147_483_648],
    ['int', '+007', 7],
    ['long', '9223372036854775807', 9_223_372_036_854_775_807n],
    ['long', '-9223372036854775808', -9_223_372_036_854_775_808n],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', ' 2024-02-29+14:00\n', '2024-02-29+14:00'],
    ['string', ' a  b ', ' a  b '],
    ['anyURI', ' urn:a ', 'urn:a'],
  ] as const)('reads xsd:%s %j', (base, text, value) => {
    expect(readSimpleValue({ base }, text)).toEqual({ value });
  });

  it.each([
    ['int', '2147483648'],
    ['int', '-2147483649'],
    ['long', '9223372036854775808'],
    ['long', '1 2'],
    ['date', '2023-02-29'],
    ['date', '0000-01-01'],
    ['date', '2024-02-29T00:00:00'],
    ['date', '2024-2-9'],
    ['date', '2024-02-29+14:01'],
  ] as const)('refuses xsd:%s %j', (base, text) => {
    expect(readSimpleValue({ base }, text)).toEqual({ fault: `must be of type xsd:${base}` });
  });
});
