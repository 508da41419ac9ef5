import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import type { Operation, SoapContract } from '../../../../schemas/wsdl/soap-contract.ts';
import type { XmlElement } from '../../../../schemas/xml/read-xml.ts';
import { apiUrl } from '../../api-url.ts';
import { ShopError } from '../../errors.ts';
import { applyFaults } from '../../faults/apply-faults.ts';
import { RETRY_AFTER_S } from '../../http.ts';
import { readUtf8Body } from '../../http-event.ts';
import { identifyAs, ownIdentity } from '../../identity.ts';
import { logger } from '../../logging.ts';
import { Deadline } from '../../resilience/deadline.ts';
import { activeSpan } from '../../tracing/active-span.ts';
import { traceRequests } from '../../tracing/trace-requests.ts';
import { headerReader, RELEASE_HEADER, readCallMetadata, requireTimeout } from '../call-metadata.ts';
import { readEnvelope, SOAP_CONTENT_TYPE, writeEnvelope } from './envelope.ts';
import { faultOf, writeFault } from './error.ts';
import { type MessageValue, readMessage, writeMessage } from './message.ts';
import { addressedWsdl } from './wsdl.ts';

export interface SoapCall {
  /** Until when the caller waits, and never beyond the end of the invocation. */
  deadline: Deadline;
}

/** The interface of a generated `Operations`. */
type OperationTypes<Operations> = { [Name in keyof Operations]: { input: unknown; output: unknown } };

type Implementation<Operations extends OperationTypes<Operations>> = {
  [Name in keyof Operations]: (
    input: Operations[Name]['input'],
    call: SoapCall,
  ) => Promise<Operations[Name]['output']>;
};

/** A contract and what serves it. */
export interface ServedContract {
  /** As clients ask for the WSDL: `?wsdl&version=v2`. */
  version: string;
  contract: SoapContract;
  wsdl: string;
  implementation: ReadonlyMap<string, ImplementedOperation>;
}

type ImplementedOperation = (input: MessageValue, call: SoapCall) => Promise<MessageValue>;

/** Ties the generated types of a contract to its operations. */
export function serve<Operations extends OperationTypes<Operations>>(
  { version, contract, wsdl }: Pick<ServedContract, 'version' | 'contract' | 'wsdl'>,
  implementation: Implementation<Operations>,
): ServedContract {
  // The types come from the same WSDL as the contract, which the values have been checked against.
  const byName = Object.entries(implementation) as [string, ImplementedOperation][];
  return { version, contract, wsdl, implementation: new Map(byName) };
}

export interface SoapHandlerOptions {
  /** In every response, so that a client sees which release served it. */
  release: string;
  /** The first is what `?wsdl` answers without a version, and whose namespace a fault has before one is known. */
  contracts: readonly [ServedContract, ...ServedContract[]];
}

const MAX_BODY_BYTES = 64 * 1024;

/**
 * A handler for API Gateway's proxy events: SOAP 1.1 by POST, dispatched by the namespace and the name of the element in
 * the body, and the WSDL by `GET …?wsdl`. SOAPAction may say anything, as WS-I Basic Profile 1.1 (R2745) allows.
 */
export function soapHandler({ release, contracts }: SoapHandlerOptions) {
  identifyAs(release);
  const render = (statusCode: number, body: string): APIGatewayProxyResult => ({
    statusCode,
    headers: {
      'content-type': SOAP_CONTENT_TYPE,
      [RELEASE_HEADER]: release,
      ...(statusCode === 429 && { 'retry-after': RETRY_AFTER_S }),
    },
    body,
  });

  return traceRequests(
    async (event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> => {
      let [{ contract }] = contracts;
      try {
        if (event.httpMethod === 'GET') return render(200, wsdlFor(event, contracts));
        const { call, caller } = startCall(event, context);
        const element = readEnvelope(readBody(event));
        const served = servedFor(element, contracts);
        contract = served.contract;
        nameSpan(served, element);
        const point = { service: ownIdentity().service, caller, operation: element.name };
        return await applyFaults(point, async () => {
          // A fault may have taken the time that there was.
          if (call.deadline.isOver) throw new ShopError('deadline-exceeded', 'the time of the caller is up');
          return render(200, writeEnvelope(await run(served, element, call)));
        });
      } catch (error) {
        const { fault, status } = faultOf(error);
        activeSpan()?.set({ 'error.type': ShopError.from(error).code });
        if (status >= 500) logFailure(error, event, context);
        return render(status, writeEnvelope(writeFault(fault, contract)));
      }
    },
  );
}

/** By the operation: all of a service have one route. Any other element is the client's own word. */
function nameSpan({ contract, version }: ServedContract, { name: input }: XmlElement): void {
  const operation = contract.operations.find((each) => each.input === input)?.name;
  if (operation === undefined) return;
  activeSpan()
    ?.rename(operation)
    .set({ 'rpc.system.name': 'soap', 'rpc.method': operation, 'dataflow.contract': version });
}

function startCall(
  { headers }: APIGatewayProxyEvent,
  context: Context,
): { call: SoapCall; caller: string | undefined } {
  const metadata = readCallMetadata(headers);
  const deadline = Deadline.earliest([requireTimeout(metadata), context.getRemainingTimeInMillis()]);
  return { call: { deadline }, caller: metadata.caller?.service };
}

function readBody(event: APIGatewayProxyEvent): string {
  const contentType = headerReader(event.headers)('content-type') ?? '';
  const [mediaType = '', ...parameters] = contentType
    .toLowerCase()
    .split(';')
    .map((part) => part.trim());
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  if (mediaType !== 'text/xml' || !['utf-8', '"utf-8"', undefined].includes(charset)) {
    throw new ShopError('unsupported-media-type', 'the body must be text/xml in UTF-8');
  }
  return readUtf8Body(event, MAX_BODY_BYTES);
}

function servedFor({ namespace }: XmlElement, contracts: readonly ServedContract[]): ServedContract {
  const served = contracts.find(({ contract }) => contract.namespace === namespace);
  if (served !== undefined) return served;
  const known = contracts.map(({ contract }) => contract.namespace).join(', ');
  throw new ShopError('bad-request', `the namespace of the body is not known here: choose one of ${known}`);
}

async function run({ contract, implementation }: ServedContract, element: XmlElement, call: SoapCall) {
  const operation = contract.operations.find(({ input }) => input === element.name);
  const implemented = implementation.get(operation?.name ?? '');
  if (operation === undefined || implemented === undefined) {
    throw new ShopError('bad-request', `the contract ${contract.namespace} has no such operation`);
  }
  const input = readMessage(contract, operation.input, element);
  return writeOutput(contract, operation, await implemented(input, call));
}

function writeOutput(contract: SoapContract, { output }: Operation, value: MessageValue): string {
  return writeMessage(contract, output, value);
}

function wsdlFor(event: APIGatewayProxyEvent, contracts: SoapHandlerOptions['contracts']): string {
  const query = new Map(
    Object.entries(event.queryStringParameters ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  if (!query.has('wsdl')) throw new ShopError('bad-request', 'add ?wsdl to get the contract');
  const version = query.get('version') ?? contracts[0].version;
  const served = contracts.find((each) => each.version === version);
  if (served === undefined) {
    const known = contracts.map((each) => each.version).join(', ');
    throw new ShopError('bad-request', `there is no such version: choose one of ${known}`);
  }
  const { apiId, stage } = event.requestContext;
  return addressedWsdl(served.wsdl, `${apiUrl({ apiId, stage })}${event.path}`);
}

function logFailure(
  error: unknown,
  { httpMethod: method, resource }: APIGatewayProxyEvent,
  context: Context,
) {
  const failure = ShopError.from(error);
  logger.error('request failed', { requestId: context.awsRequestId, method, resource, error: failure });
}
