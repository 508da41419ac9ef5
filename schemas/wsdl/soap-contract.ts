/**
 * What a WSDL says, as far as a client or a server needs it: SOAP 1.1, document/literal wrapped. An element of a message
 * has a simple type; a contract that needs more gets it here first, and `readWsdl` refuses by name what is not here.
 */
export interface SoapContract {
  /** The target namespace, which names the version of the contract. */
  namespace: string;
  operations: readonly Operation[];
  /** Of the bodies of requests, responses and faults, by the name of the element. */
  messages: readonly Message[];
}

export interface Operation {
  name: string;
  soapAction: string;
  /** Names of messages. */
  input: string;
  output: string;
  fault: string;
}

export interface Message {
  name: string;
  /** In the order in which they must come. */
  elements: readonly MessageElement[];
  /** Whether elements of other namespaces may follow: `xsd:any namespace="##other" processContents="lax"`. */
  open: boolean;
}

export interface MessageElement {
  name: string;
  required: boolean;
  type: SimpleType;
}

export interface SimpleType {
  base: BaseType;
  enumeration?: readonly string[];
  /** As JavaScript reads it; it must match the whole value. */
  pattern?: string;
  /** In characters. */
  minLength?: number;
  maxLength?: number;
  /** Decimal text: an xsd:long does not fit into a number. */
  minInclusive?: string;
  maxInclusive?: string;
}

/** xsd:int is read as a number, xsd:long as a bigint, and the others as text. */
export type BaseType = 'string' | 'anyURI' | 'date' | 'int' | 'long';

export function messageOf({ messages, namespace }: SoapContract, name: string): Message {
  const message = messages.find((each) => each.name === name);
  if (message === undefined) throw new Error(`the contract ${namespace} has no message ${name}`);
  return message;
}
