import { messageOf, type SoapContract } from '../../../schemas/wsdl/soap-contract.ts';
import { readXml, type XmlElement, XmlError } from '../../../schemas/xml/read-xml.ts';

/**
 * Whether the body of a SOAP envelope is this message of the contract, as XML Schema has it: the elements of the contract in
 * their order, none missing, none that it does not know, and listed values only.
 */
export function isMessageOf(
  { namespace, ...contract }: SoapContract,
  name: string,
  envelope: string,
): boolean {
  const message = messageOf({ namespace, ...contract }, name);
  const element = bodyOf(envelope);
  if (element?.name !== name || element.namespace !== namespace) return false;
  let next = 0;
  for (const { name, required, type } of message.elements) {
    const child = element.children[next];
    if (child?.name === name && child.namespace === namespace) {
      if (type.enumeration?.includes(child.text) === false) return false;
      next += 1;
    } else if (required) return false;
  }
  const rest = element.children.slice(next);
  return rest.every((child) => message.open && child.namespace !== namespace);
}

function bodyOf(envelope: string): XmlElement | undefined {
  try {
    return readXml(envelope).children.find(({ name }) => name === 'Body')?.children[0];
  } catch (error) {
    if (error instanceof XmlError) return undefined;
    throw error;
  }
}
