import { readXml, type XmlElement, XmlError } from '../../../../schemas/xml/read-xml.ts';

/** https://www.w3.org/TR/2000/NOTE-SOAP-20000508/ */
export const ENVELOPE_NAMESPACE = 'http://schemas.xmlsoap.org/soap/envelope/';
export const SOAP_CONTENT_TYPE = 'text/xml; charset=utf-8';

export type EnvelopeErrorCode = 'malformed' | 'must-understand' | 'version-mismatch';

/** Text that is no SOAP 1.1 envelope, or one that demands what we do not do. The message never quotes the text. */
export class EnvelopeError extends Error {
  override readonly name = 'EnvelopeError';
  readonly code: EnvelopeErrorCode;

  constructor(code: EnvelopeErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.code = code;
  }
}

/** @returns the one element in the body @throws EnvelopeError */
export function readEnvelope(text: string): XmlElement {
  const envelope = read(text);
  if (envelope.name !== 'Envelope') throw malformed('the root must be a SOAP envelope');
  // SOAP 1.1, section 4.1.2: an envelope of another namespace is of another version.
  if (envelope.namespace !== ENVELOPE_NAMESPACE) {
    throw new EnvelopeError('version-mismatch', 'the envelope is not of SOAP 1.1');
  }
  const [first, second] = envelope.children;
  const header = first !== undefined && isSoap(first, 'Header') ? first : undefined;
  const body = header === undefined ? first : second;
  if (body === undefined || !isSoap(body, 'Body')) throw malformed('the envelope must have a body');
  // WS-I Basic Profile 1.1, R1011: nothing follows the body.
  if (envelope.children.length > (header === undefined ? 1 : 2))
    throw malformed('nothing may follow the body');
  for (const entry of header?.children ?? []) checkHeader(entry);
  const [message, another] = body.children;
  if (message === undefined || another !== undefined) throw malformed('the body must have one element in it');
  for (const { text: between } of [envelope, header, body].filter((each) => each !== undefined)) {
    if (between.trim() !== '') throw malformed('there is text between the elements of the envelope');
  }
  return message;
}

/** @param body XML */
export function writeEnvelope(body: string): string {
  return (
    '<?xml version="1.0" encoding="utf-8"?>' +
    `<soap:Envelope xmlns:soap="${ENVELOPE_NAMESPACE}"><soap:Body>${body}</soap:Body></soap:Envelope>`
  );
}

export function isSoap({ namespace, name }: XmlElement, expected: string): boolean {
  return namespace === ENVELOPE_NAMESPACE && name === expected;
}

function read(text: string): XmlElement {
  try {
    return readXml(text.startsWith('\uFEFF') ? text.slice(1) : text);
  } catch (cause) {
    if (!(cause instanceof XmlError)) throw cause;
    throw new EnvelopeError('malformed', `the body: ${cause.message}`, { cause });
  }
}

/** SOAP 1.1, section 4.2.3: a receiver that does not know a header that must be understood must not process the message. */
function checkHeader({ attributes }: XmlElement): void {
  const value = attributes.find(
    ({ namespace, name }) => namespace === ENVELOPE_NAMESPACE && name === 'mustUnderstand',
  )?.value;
  if (value === undefined || value === '0') return;
  if (value !== '1') throw malformed('mustUnderstand must be 0 or 1');
  throw new EnvelopeError('must-understand', 'a header that must be understood is not known here');
}

function malformed(message: string): EnvelopeError {
  return new EnvelopeError('malformed', message);
}
