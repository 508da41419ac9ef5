import {
  type Message,
  type MessageElement,
  messageOf,
  type SoapContract,
} from '../../../../schemas/wsdl/soap-contract.ts';
import { escapeXml } from '../../../../schemas/xml/escape-xml.ts';
import type { XmlElement } from '../../../../schemas/xml/read-xml.ts';
import { ShopError, type ShopErrorCode } from '../../errors.ts';
import { readSimpleValue, type SimpleValue } from './simple-value.ts';

/** The values of a message by the names of its elements; what is optional may be absent. */
export type MessageValue = Readonly<Record<string, SimpleValue>>;

const XSI_NAMESPACE = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * Checks a message against its contract, as XML Schema says: elements in their order, none missing, none repeated, none
 * that the contract does not know. Only at the end of an open message elements of other namespaces may follow; they
 * are ignored.
 *
 * @throws ShopError with the given code; its message names the element at fault, and never its value
 */
export function readMessage(
  contract: SoapContract,
  name: string,
  element: XmlElement,
  code: ShopErrorCode = 'bad-request',
): MessageValue {
  const fail = (fault: string): never => {
    throw new ShopError(code, `${name}: ${fault}`);
  };
  const message = messageOf(contract, name);
  if (element.namespace !== contract.namespace || element.name !== name) fail('is not the message expected');
  checkContent(element, fail);
  const { children } = element;
  const values: [string, SimpleValue][] = [];
  let next = 0;
  for (const declared of message.elements) {
    const child = children[next];
    if (child?.namespace === contract.namespace && child.name === declared.name) {
      values.push([declared.name, readElement(declared, child, fail)]);
      next += 1;
    } else if (declared.required) {
      const later = children.some((each) => each.name === declared.name);
      fail(
        later ? `${declared.name} is out of order or in another namespace` : `${declared.name} is missing`,
      );
    }
  }
  for (const rest of children.slice(next)) checkExtension(message, contract.namespace, rest, fail);
  return Object.fromEntries(values);
}

/** @throws Error when a required value is missing: types should have prevented it */
export function writeMessage(contract: SoapContract, name: string, value: MessageValue): string {
  const inner = messageOf(contract, name).elements.map(({ name: element, required }) => {
    const found = Object.hasOwn(value, element) ? value[element] : undefined;
    if (found !== undefined) return `<${element}>${escapeXml(String(found))}</${element}>`;
    if (required) throw new Error(`${name}.${element} is missing`);
    return '';
  });
  return `<${name} xmlns="${escapeXml(contract.namespace)}">${inner.join('')}</${name}>`;
}

type Fail = (fault: string) => never;

function readElement(declared: MessageElement, child: XmlElement, fail: Fail): SimpleValue {
  if (child.children.length > 0) fail(`${declared.name} must not have elements in it`);
  checkAttributes(child, fail);
  const reading = readSimpleValue(declared.type, child.text);
  return 'value' in reading ? reading.value : fail(`${declared.name} ${reading.fault}`);
}

function checkContent(element: XmlElement, fail: Fail): void {
  if (element.text.trim() !== '') fail('must not have text between its elements');
  checkAttributes(element, fail);
}

/** Our types declare no attributes. Those of other namespaces, such as xsi:type, are ignored. */
function checkAttributes({ name, attributes }: XmlElement, fail: Fail): void {
  for (const attribute of attributes) {
    if (attribute.namespace === '') fail(`${shortened(name)} must not have attributes`);
    if (
      attribute.namespace === XSI_NAMESPACE &&
      attribute.name === 'nil' &&
      attribute.value.trim() !== 'false'
    ) {
      fail(`${shortened(name)} must not be nil`);
    }
  }
}

function checkExtension({ elements, open }: Message, namespace: string, rest: XmlElement, fail: Fail): void {
  if (open && rest.namespace !== '' && rest.namespace !== namespace) return;
  const known = rest.namespace === namespace && elements.some(({ name }) => name === rest.name);
  fail(`${shortened(rest.name)} ${known ? 'is repeated or out of order' : 'is not in the contract'}`);
}

/** Names come from the client, and a message that quotes them must not grow with them. */
function shortened(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name;
}
