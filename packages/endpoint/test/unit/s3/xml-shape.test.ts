import { expect, test } from 'vitest';
import { z } from 'zod';
import { flag, integer } from '../../../src/core/input.ts';
import { flat, named, parseXml, renderShape, wrapped } from '../../../src/s3/wire/xml-shape.ts';

const schema = z.strictObject({
  Text: z.string().optional(),
  Number: integer.optional(),
  Flag: flag.optional(),
  Renamed: named('Element', z.string()).optional(),
  Items: flat('Item', z.strictObject({ Id: z.string() })).optional(),
  Names: flat('Name', z.string()).optional(),
  Set: wrapped('Member', z.string()).optional(),
  Inner: z.strictObject({}).optional(),
});

const VALUE = {
  Text: ' a <b> & "c" ',
  Number: 5,
  Flag: true,
  Renamed: 'x',
  Items: [{ Id: '1' }],
  Names: ['one', 'two'],
  Set: ['m'],
  Inner: {},
};
const XML =
  '<Text> a &lt;b&gt; &amp; &quot;c&quot; </Text><Number>5</Number><Flag>true</Flag><Element>x</Element><Item><Id>1</Id></Item><Name>one</Name><Name>two</Name><Set><Member>m</Member></Set><Inner></Inner>';

test('a value is written and read by the same schema', () => {
  expect(renderShape(schema, VALUE)).toBe(XML);
  expect(parseXml(`<Root xmlns="http://s3.amazonaws.com/">${XML}</Root>`, 'Root', schema)).toEqual(VALUE);
});

test('white space between elements and a declaration mean nothing', () => {
  const xml = '<?xml version="1.0" encoding="UTF-8"?>\n<Root>\n  <Name>one</Name>\n  <Inner/>\n</Root>\n';
  expect(parseXml(xml, 'Root', schema)).toEqual({ Names: ['one'], Inner: {} });
});

test('character references are read', () => {
  expect(parseXml('<Root><Text>&#x1F600;&#10;</Text></Root>', 'Root', schema)).toEqual({ Text: '😀\n' });
});

test.each([
  ['is not closed', '<Root><Text>a</Root>'],
  ['has another root', '<Other/>'],
  ['has an unknown element', '<Root><Unknown>1</Unknown></Root>'],
  ['has an element of the wrong type', '<Root><Number>many</Number></Root>'],
  ['lacks an element', '<Root><Item/></Root>'],
  ['defines entities', '<!DOCTYPE a [<!ENTITY b "c">]><Root><Text>&b;</Text></Root>'],
  ['is empty', ''],
])('XML that %s is refused', (_what, xml) => {
  expect(() => parseXml(xml, 'Root', schema)).toThrow(expect.objectContaining({ code: 'MalformedXML' }));
});
