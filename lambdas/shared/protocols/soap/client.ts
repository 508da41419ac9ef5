import type { SoapContract } from '../../../../schemas/wsdl/soap-contract.ts';
import type { XmlElement } from '../../../../schemas/xml/read-xml.ts';
import { type ApiAddress, apiUrl } from '../../api-url.ts';
import { type HttpAnswer, type SendHttp, sendHttp } from '../../http-client.ts';
import type { Attempt } from '../../resilience/attempts.ts';
import type { ResiliencePolicy } from '../../resilience/policy.ts';
import type { CallOptions } from '../../resilience/resilient-caller.ts';
import { protectedCaller } from '../protected-caller.ts';
import { sendSigned } from '../send-signed.ts';
import { EnvelopeError, readEnvelope, SOAP_CONTENT_TYPE, writeEnvelope } from './envelope.ts';
import { errorOfStatus, readFault } from './error.ts';
import { type MessageValue, readMessage, writeMessage } from './message.ts';

export interface SoapClientOptions {
  /** The service's name in messages and events. */
  dependency: string;
  address: ApiAddress;
  /** Of the service in its API, as `/carrier`. */
  path: string;
  contract: SoapContract;
  policy: ResiliencePolicy;
}

/** The interface of a generated `Operations`. */
type OperationTypes<Operations> = { [Name in keyof Operations]: { input: unknown; output: unknown } };

/** Makes one call of a generated `Operations`. */
export type SoapClient<Operations extends OperationTypes<Operations>> = <
  Name extends keyof Operations & string,
>(
  operation: Name,
  input: Operations[Name]['input'],
  options: CallOptions<Operations[Name]['output']>,
) => Promise<Operations[Name]['output']>;

/**
 * Calls one contract of a SOAP service through API Gateway, signed with this function's role, under a policy.
 *
 * A call throws ShopError: `dependency-timeout`, `dependency-unavailable`, `dependency-failed` (also for an answer that
 * is not as the contract says), or the code of the fault where the request was at fault, such as `conflict`.
 */
export function soapClient<Operations extends OperationTypes<Operations>>(
  options: SoapClientOptions,
  send: SendHttp = sendHttp,
): SoapClient<Operations> {
  const { dependency, contract, policy } = options;
  const calls = protectedCaller(dependency, policy);
  return (name, input, callOptions) => {
    const operation = contract.operations.find((each) => each.name === name);
    if (operation === undefined)
      throw new Error(`the contract ${contract.namespace} has no operation ${name}`);
    // The generated types come from the same WSDL as the contract.
    const body = writeEnvelope(writeMessage(contract, operation.input, input as MessageValue));
    return calls.call(async (attempt) => {
      const element = readAnswer(dependency, await post(options, send, operation.soapAction, body, attempt));
      const fault = readFault(dependency, element);
      if (fault !== undefined) throw fault;
      return readMessage(contract, operation.output, element, 'dependency-failed');
    }, callOptions);
  };
}

function post(
  { dependency, address, path }: SoapClientOptions,
  send: SendHttp,
  soapAction: string,
  body: string,
  { timeoutMs, signal }: Attempt,
): Promise<HttpAnswer> {
  const url = new URL(`${apiUrl(address)}${path}`);
  const headers = { 'content-type': SOAP_CONTENT_TYPE, soapaction: `"${soapAction}"` };
  return sendSigned(dependency, { method: 'POST', url, headers, body, timeoutMs, signal }, send);
}

/** A fault may come with any status, and a status of 200 without an envelope is no answer. */
function readAnswer(dependency: string, { status, body }: HttpAnswer): XmlElement {
  try {
    return readEnvelope(body);
  } catch (error) {
    if (error instanceof EnvelopeError) throw errorOfStatus(dependency, status);
    throw error;
  }
}
