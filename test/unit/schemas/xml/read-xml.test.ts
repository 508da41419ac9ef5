import { describe, expect, it } from 'vitest';
import { escapeXml } from '../../../../schemas/xml/escape-xml.ts';
import { attribute, MAX_ATTRIBUTES, MAX_DEPTH, readXml, XmlError } from '../../../../schemas/xml/read-xml.ts';

function codeOf(text: string): string {
  try {
    readXml(text);
    return 'read';
  } catch (error) {
    if (error instanceof XmlError) return error.code;
    throw error;
  }
}

const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
const attributes = (count: number) =>
  `<a ${Array.from({ length: count }, (_, index) => `a${index}="1"`).join(' ')}/>`;

describe('readXml', () => {
  it('resolves namespaces of elements and attributes, inner declarations first', () => {
    const root = readXml(
      '<a xmlns="urn:1" xmlns:p="urn:2" p:x="1" y="2"><p:b xmlns:p="urn:3"/><b xmlns=""/></a>',
    );
    expect(root).toMatchObject({ namespace: 'urn:1', name: 'a' });
    expect(root.attributes).toEqual([
      { namespace: 'urn:2', name: 'x', value: '1' },
      { namespace: '', name: 'y', value: '2' },
    ]);
    expect(root.children.map(({ namespace, name }) => [namespace, name])).toEqual([
      ['urn:3', 'b'],
      ['', 'b'],
    ]);
  });

  it('replaces references once, and none in CDATA', () => {
    expect(readXml('<a>&amp;lt;&#65;&#x1F600;<![CDATA[&amp;<b>]]> c<!-- d --></a>').text).toBe(
      '&lt;A😀&amp;<b> c',
    );
    expect(attribute(readXml('<a b="&quot;&lt;&apos;"/>'), 'b')).toBe('"<\'');
  });

  it.each(['12e5', '007', '9007199254740993', '0x10', ' 1 ', 'true'])(
    'keeps the text %j as it is',
    (text) => {
      expect(readXml(`<a>${text}</a>`).text).toBe(text);
    },
  );

  it('reads what escapeXml writes', () => {
    const text = 'a & b < c > d " e \' f \t\r\n ]]> 😀';
    const element = readXml(`<a b="${escapeXml(text)}">${escapeXml(text)}</a>`);
    expect([element.text, attribute(element, 'b')]).toEqual([text, text]);
  });

  it('takes names that mean something to JavaScript for names', () => {
    const root = readXml('<a toString="1"><valueOf>2</valueOf><hasOwnProperty/></a>');
    expect(root.attributes).toEqual([{ namespace: '', name: 'toString', value: '1' }]);
    expect(root.children.map(({ name }) => name)).toEqual(['valueOf', 'hasOwnProperty']);
    expect(codeOf('<a><__proto__ x="1"/></a>')).toBe('malformed');
    expect(codeOf('<a __proto__="1"/>')).toBe('malformed');
    expect(codeOf('<a><constructor/></a>')).toBe('malformed');
  });

  it.each([
    '<!DOCTYPE a><a/>',
    '<!doctype a><a/>',
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
    '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
    '<a><!ENTITY b "c"></a>',
    '<a><!-- <!DOCTYPE a> --></a>',
  ])('refuses the document type declaration in %s', (text) => {
    expect(codeOf(text)).toBe('document-type');
  });

  it.each([
    '',
    ' ',
    'a',
    '<a',
    '<a>',
    '</a>',
    '<a></b>',
    '<a/><b/>',
    '<a></a><b></b>',
    '<a/>text',
    '<a>&</a>',
    '<a>&unknown;</a>',
    '<a>&nbsp;</a>',
    '<a>&#0;</a>',
    '<a>&#x1F;</a>',
    '<a>&#xD800;</a>',
    '<a>&#x110000;</a>',
    '<a>&#99999999999;</a>',
    '<a>\u0000</a>',
    '<a>\u000B</a>',
    '<a>\uFFFE</a>',
    '<a>\uD800</a>',
    '<a>]]></a>',
    '<a b="<"/>',
    '<a b=1/>',
    '<a b/>',
    '<a b="1"=/>',
    '<a =b="1"/>',
    '<a></b/></a>',
    '<a><b></b/></a>',
    '<a xmlns:="urn:1"/>',
    '<a><!-- b -- c --></a>',
    '<a><<!-- -->b></a>',
    '<a b="1" b="2"/>',
    '<a xmlns:p="urn:1" xmlns:q="urn:1" p:b="1" q:b="2"/>',
    '<p:a/>',
    '<a p:b="1"/>',
    '<a xmlns:p=""/>',
    '<a xmlns:xml="urn:1"/>',
    '<a xmlns:xmlns="urn:1"/>',
    '<a xmlns="http://www.w3.org/XML/1998/namespace"/>',
    '<a:b:c xmlns:a="urn:1"/>',
    '<a><!-- b</a>',
    '<a><![CDATA[b</a>',
    '<a><?target data?></a>',
    '<?xml version="1.1"?><a/>',
    '<?xml version="1.0" encoding="utf-16"?><a/>',
    ' <?xml version="1.0"?><a/>',
    '{"a":1}',
  ])('refuses %j as malformed, without quoting it', (text) => {
    expect(codeOf(text)).toBe('malformed');
  });

  it('reads an XML declaration for UTF-8', () => {
    for (const encoding of ['', ' encoding="UTF-8"', " encoding='utf-8' standalone='yes'"]) {
      expect(codeOf(`<?xml version="1.0"${encoding}?>\n<a/>`)).toBe('read');
    }
  });

  it('limits depth and attributes', () => {
    expect(codeOf(nested(MAX_DEPTH))).toBe('read');
    expect(codeOf(nested(MAX_DEPTH + 1))).toBe('too-complex');
    expect(codeOf(attributes(MAX_ATTRIBUTES))).toBe('read');
    expect(codeOf(attributes(MAX_ATTRIBUTES + 1))).toBe('too-complex');
  });
});
