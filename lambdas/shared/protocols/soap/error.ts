import type { SoapContract } from '../../../../schemas/wsdl/soap-contract.ts';
import { escapeXml } from '../../../../schemas/xml/escape-xml.ts';
import type { XmlElement } from '../../../../schemas/xml/read-xml.ts';
import { ShopError, type ShopErrorCode } from '../../errors.ts';
import { DependencyFailure } from '../../resilience/dependency-failure.ts';
import { EnvelopeError, type EnvelopeErrorCode, isSoap } from './envelope.ts';
import { writeMessage } from './message.ts';

/** SOAP 1.1, section 4.4.1. */
export type FaultCode = 'Client' | 'Server' | 'MustUnderstand' | 'VersionMismatch';

export interface Fault {
  faultCode: FaultCode;
  /** What the detail says; undefined where SOAP allows none. */
  code: ShopErrorCode | undefined;
  message: string;
}

interface FaultKind {
  faultCode: FaultCode;
  status: number;
}

/**
 * SOAP 1.1 sends every fault with status 500. Like SOAP 1.2, we send 400 when the fault is the client's: retries, alarms
 * and availability figures read the status. Clients find the fault in the body either way.
 */
const FAULTS: Record<ShopErrorCode, FaultKind> = {
  'bad-request': { faultCode: 'Client', status: 400 },
  'not-found': { faultCode: 'Client', status: 400 },
  conflict: { faultCode: 'Client', status: 400 },
  'already-received': { faultCode: 'Client', status: 400 },
  'payload-too-large': { faultCode: 'Client', status: 413 },
  'unsupported-media-type': { faultCode: 'Client', status: 415 },
  'too-many-requests': { faultCode: 'Client', status: 429 },
  'deadline-required': { faultCode: 'Client', status: 400 },
  'deadline-exceeded': { faultCode: 'Server', status: 504 },
  'idempotency-key-reused': { faultCode: 'Client', status: 400 },
  'dependency-failed': { faultCode: 'Server', status: 500 },
  'dependency-unavailable': { faultCode: 'Server', status: 503 },
  'dependency-timeout': { faultCode: 'Server', status: 504 },
  'malformed-event': { faultCode: 'Client', status: 400 },
  'unknown-schema': { faultCode: 'Client', status: 400 },
  internal: { faultCode: 'Server', status: 500 },
};

const ENVELOPE_FAULTS: Record<EnvelopeErrorCode, FaultCode> = {
  malformed: 'Client',
  'must-understand': 'MustUnderstand',
  'version-mismatch': 'VersionMismatch',
};

/** What a failure is to a client, and the status that goes with it. */
export function faultOf(error: unknown): { fault: Fault; status: number } {
  if (error instanceof EnvelopeError) {
    const faultCode = ENVELOPE_FAULTS[error.code];
    // A detail is about the body only (section 4.4).
    const code = faultCode === 'Client' ? ('bad-request' as const) : undefined;
    return { fault: { faultCode, code, message: error.message }, status: 400 };
  }
  const { code, message } = ShopError.from(error);
  const { faultCode, status } = FAULTS[code];
  return { fault: { faultCode, code, message }, status };
}

/** The body of an envelope. Every contract has one fault message, with a code and a message. */
export function writeFault({ faultCode, code, message }: Fault, contract: SoapContract): string {
  const [operation] = contract.operations;
  const detail =
    code === undefined || operation === undefined
      ? ''
      : `<detail>${writeMessage(contract, operation.fault, { code, message })}</detail>`;
  return (
    `<soap:Fault><faultcode>soap:${faultCode}</faultcode>` +
    `<faultstring>${escapeXml(message)}</faultstring>${detail}</soap:Fault>`
  );
}

/** What a caller makes of a dependency's code: its own time-outs and failures are the caller's dependency's. */
const AS_DEPENDENCY: Record<ShopErrorCode, ShopErrorCode> = {
  'bad-request': 'bad-request',
  'not-found': 'not-found',
  conflict: 'conflict',
  'already-received': 'already-received',
  'payload-too-large': 'payload-too-large',
  'unsupported-media-type': 'unsupported-media-type',
  'too-many-requests': 'too-many-requests',
  'deadline-required': 'deadline-required',
  'deadline-exceeded': 'dependency-timeout',
  'idempotency-key-reused': 'idempotency-key-reused',
  'dependency-failed': 'dependency-failed',
  'dependency-unavailable': 'dependency-unavailable',
  'dependency-timeout': 'dependency-timeout',
  'malformed-event': 'dependency-failed',
  'unknown-schema': 'dependency-failed',
  internal: 'dependency-failed',
};

/** The error that a fault is to the caller of `dependency`; undefined when the element is no fault. */
export function readFault(dependency: string, element: XmlElement): ShopError | undefined {
  if (!isSoap(element, 'Fault')) return undefined;
  const child = (parent: XmlElement | undefined, name: string) =>
    parent?.children.find((each) => each.name === name);
  const [detail] = child(element, 'detail')?.children ?? [];
  const code = child(detail, 'code')?.text;
  const message = child(element, 'faultstring')?.text ?? 'no reason given';
  return new ShopError(
    isShopCode(code) ? AS_DEPENDENCY[code] : 'dependency-failed',
    `${dependency}: ${message}`,
  );
}

function isShopCode(code: string | undefined): code is ShopErrorCode {
  return code !== undefined && Object.hasOwn(AS_DEPENDENCY, code);
}

/** An answer that is no SOAP is API Gateway's own: the function was throttled, crashed or did not answer. */
export function errorOfStatus(dependency: string, status: number): ShopError {
  const message = `${dependency} answered ${status} without a SOAP envelope`;
  if (status === 429) return new ShopError('too-many-requests', message);
  if (status === 504) return new DependencyFailure('dependency-timeout', message, { kind: 'down' });
  return new ShopError(status >= 500 ? 'dependency-unavailable' : 'dependency-failed', message);
}
