import type { SoapContract } from '../../../../schemas/wsdl/soap-contract.ts';
import type { XmlElement } from '../../../../schemas/xml/read-xml.ts';
import { type ApiAddress, apiUrl } from '../../api-url.ts';
import { ShopError } from '../../errors.ts';
import { HttpTimeout, type SendHttp, sendHttp } from '../../http-client.ts';
import { signedHeaders } from '../../sign.ts';
import { type Caller, writeCallMetadata } from '../call-metadata.ts';
import { EnvelopeError, readEnvelope, SOAP_CONTENT_TYPE, writeEnvelope } from './envelope.ts';
import { errorOfStatus, readFault } from './error.ts';
import { type MessageValue, readMessage, writeMessage } from './message.ts';

export interface SoapClientOptions {
  /** The service's name in messages. */
  dependency: string;
  address: ApiAddress;
  /** Of the service in its API, as `/carrier`. */
  path: string;
  contract: SoapContract;
  caller: Caller;
}

export interface SoapCallOptions {
  /** Milliseconds that the caller waits for this attempt. */
  timeoutMs: number;
}

/** Makes one attempt of one call of a generated `Operations`. */
export type SoapClient<
  Operations extends { [Name in keyof Operations]: { input: unknown; output: unknown } },
> = <Name extends keyof Operations & string>(
  operation: Name,
  input: Operations[Name]['input'],
  options: SoapCallOptions,
) => Promise<Operations[Name]['output']>;

/**
 * Calls one contract of a SOAP service through API Gateway, signed with this function's role.
 *
 * A call throws ShopError: `dependency-timeout`, `dependency-unavailable`, `dependency-failed` (also for an answer that
 * is not as the contract says), or the code of the fault where the request was at fault, such as `conflict`.
 */
export function soapClient<
  Operations extends { [Name in keyof Operations]: { input: unknown; output: unknown } },
>(options: SoapClientOptions, send: SendHttp = sendHttp): SoapClient<Operations> {
  const { dependency, contract } = options;
  return async (name, input, { timeoutMs }) => {
    const operation = contract.operations.find((each) => each.name === name);
    if (operation === undefined)
      throw new Error(`the contract ${contract.namespace} has no operation ${name}`);
    // The generated types come from the same WSDL as the contract.
    const body = writeEnvelope(writeMessage(contract, operation.input, input as MessageValue));
    const answer = await post(options, send, { soapAction: operation.soapAction, body, timeoutMs });
    const element = readAnswer(dependency, answer);
    const fault = readFault(dependency, element);
    if (fault !== undefined) throw fault;
    return readMessage(contract, operation.output, element, 'dependency-failed');
  };
}

interface Post {
  soapAction: string;
  body: string;
  timeoutMs: number;
}

async function post(
  { dependency, address, path, caller }: SoapClientOptions,
  send: SendHttp,
  { soapAction, body, timeoutMs }: Post,
): Promise<{ status: number; body: string }> {
  const url = new URL(`${apiUrl(address)}${path}`);
  const unsigned = {
    ...writeCallMetadata({ caller, timeoutMs }),
    'content-type': SOAP_CONTENT_TYPE,
    soapaction: `"${soapAction}"`,
  };
  const headers = await signedHeaders({ method: 'POST', url, headers: unsigned, body });
  return send({ method: 'POST', url, headers, body, timeoutMs }).catch((cause: unknown) => {
    if (cause instanceof HttpTimeout) {
      throw new ShopError('dependency-timeout', `${dependency} did not answer in time`, { cause });
    }
    throw new ShopError('dependency-unavailable', `${dependency} could not be reached`, { cause });
  });
}

/** A fault may come with any status, and a status of 200 without an envelope is no answer. */
function readAnswer(dependency: string, { status, body }: { status: number; body: string }): XmlElement {
  try {
    return readEnvelope(body);
  } catch (error) {
    if (error instanceof EnvelopeError) throw errorOfStatus(dependency, status);
    throw error;
  }
}
