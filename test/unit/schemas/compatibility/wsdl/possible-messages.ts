import { readSimpleValue } from '../../../../../lambdas/shared/protocols/soap/simple-value.ts';
import {
  type MessageElement,
  messageOf,
  type SimpleType,
  type SoapContract,
} from '../../../../../schemas/wsdl/soap-contract.ts';
import { escapeXml } from '../../../../../schemas/xml/escape-xml.ts';

/** Texts at the limits of every type and of every facet in the table of changes. */
const TEXTS: readonly string[] = [
  ...['', 'a', 'ab', 'Ab', 's-1', 'France', 'not a number', 'x'.repeat(60), 'x'.repeat(100), 'x'.repeat(200)],
  ...[
    '0',
    '1',
    '2',
    '50',
    '100',
    '1000000',
    '2000000',
    '-1',
    String(2n ** 31n),
    String(2n ** 63n - 1n),
    String(-(2n ** 63n)),
  ],
  // Space around a value counts in a text, and not in a number or a date.
  ...[`1${' '.repeat(250)}`, `2026-12-03${' '.repeat(250)}`],
  ...['2026-12-03', 'BOOKED', 'IN_TRANSIT', 'DELIVERED', 'LOST'],
];

/**
 * Messages that a sender may send by its contract: one with each value of each element, each optional element left out
 * and, where the message is open, one with an extension.
 */
export function* possibleMessages(contract: SoapContract, name: string): Generator<string> {
  const { elements, open } = messageOf(contract, name);
  const usual = new Map(elements.map((element) => [element.name, allowed(element.type)[0]]));
  const write = (changes: ReadonlyMap<string, string | undefined>, extension = '') => {
    const content = elements.map(({ name }) => {
      const value = changes.has(name) ? changes.get(name) : usual.get(name);
      return value === undefined ? '' : `<${name}>${escapeXml(value)}</${name}>`;
    });
    return `<${name} xmlns="${contract.namespace}">${content.join('')}${extension}</${name}>`;
  };
  for (const element of elements) {
    for (const value of valuesOf(element)) yield write(new Map([[element.name, value]]));
  }
  if (open) yield write(new Map(), '<x:extra xmlns:x="urn:extension"/>');
}

function valuesOf({ required, type }: MessageElement): (string | undefined)[] {
  return required ? allowed(type) : [...allowed(type), undefined];
}

function allowed(type: SimpleType): string[] {
  return TEXTS.filter((text) => 'value' in readSimpleValue(type, text));
}
