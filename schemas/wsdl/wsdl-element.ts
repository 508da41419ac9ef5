import { attribute, type XmlElement } from '../xml/read-xml.ts';

/** A WSDL that is not of the kind that we support. The message names what is not. */
export class WsdlError extends Error {
  override readonly name = 'WsdlError';
}

export function childrenNamed(parent: XmlElement, namespace: string, name: string): XmlElement[] {
  return parent.children.filter((child) => child.namespace === namespace && child.name === name);
}

/** @throws WsdlError unless there is one such child */
export function onlyChild(parent: XmlElement, namespace: string, name: string): XmlElement {
  const [child, another] = childrenNamed(parent, namespace, name);
  if (child === undefined) throw new WsdlError(`${parent.name} has no ${name}`);
  if (another !== undefined) throw new WsdlError(`${parent.name} has more than one ${name}`);
  return child;
}

/** @throws WsdlError when the attribute is missing */
export function required(element: XmlElement, name: string): string {
  const value = attribute(element, name);
  if (value === undefined) throw new WsdlError(`${element.name} has no attribute ${name}`);
  return value;
}

/** @throws WsdlError for a child that is not in the list: what is not read must not be lost in silence */
export function refuseOthers(
  parent: XmlElement,
  known: readonly (readonly [namespace: string, name: string])[],
): void {
  for (const child of parent.children) {
    if (!known.some(([namespace, name]) => child.namespace === namespace && child.name === name)) {
      throw new WsdlError(`${parent.name}: ${child.name} is not supported`);
    }
  }
}

/** @throws WsdlError for an attribute that is not in the list */
export function refuseOtherAttributes(element: XmlElement, known: readonly string[]): void {
  for (const { name } of element.attributes) {
    if (!known.includes(name)) throw new WsdlError(`${element.name}: ${name} is not supported`);
  }
}
