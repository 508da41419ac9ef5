import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { httpClient } from '../../../driver/clients/http.ts';
import { assessmentKey } from '../../../schemas/items/assessment-item.ts';
import { shipmentKey } from '../../../schemas/items/shipment-item.ts';
import { type Finding, findingGroup } from '../../kit/finding.ts';
import { rounded } from '../../kit/rounded.ts';
import type { Scenario, ScenarioContext } from '../../kit/scenario.ts';
import {
  ASSESSMENT,
  type Call,
  ENCODINGS,
  type Encoding,
  type Exchange,
  openCalls,
  SHIPMENT,
} from './calls.ts';
import { handOn, median, microseconds, openCodecs } from './codecs.ts';
import { requestSizes, responseSizes } from './sizes.ts';

const CALLS = { quick: 15, full: 100 };
const BATCHES = { quick: 15, full: 51 };
const BATCH = 200;

/** A request of five values and its response, in five encodings, measured through API Gateway and in this process. */
export const encodingsOnTheWire: Scenario = {
  id: 'encodings-on-the-wire',
  mode: 'services',
  question:
    'What does the same call cost as JSON, Protobuf and SOAP, and what becomes of a field that the receiver does not know?',

  async run(context) {
    const http = httpClient();
    try {
      const calls = await openCalls(context, http);
      const { exchanges, latencies } = await measureCalls(context, calls);
      return [
        ...ENCODINGS.flatMap((encoding) => wireFindings(encoding, exchanges[encoding], latencies[encoding])),
        ...compared(exchanges),
        ...(await codecFindings(context, exchanges)),
        ...(await unknownFields(context, calls)),
      ];
    } finally {
      http.close();
    }
  },

  takeaway: (findings) =>
    `The request body is ${findings.number('connect-binary.request-body')} bytes as Protobuf, ` +
    `${findings.number('json.request-body')} as JSON and ${findings.number('soap.request-body')} as SOAP; with headers and ` +
    `signature ${findings.number('connect-binary.request')}, ${findings.number('json.request')} and ` +
    `${findings.number('soap.request')}. An unknown field is ${findings.text('unknown-field.connect-binary')} by Protobuf ` +
    `and JSON servers and ${findings.text('unknown-field.soap')} by SOAP.`,
};

/** In turns, so that whatever else the machine does weighs on all of them. The first turns warm up. */
async function measureCalls({ run, size, progress }: ScenarioContext, calls: Record<Encoding, Call>) {
  const latencies = record<number[]>(() => []);
  const exchanges = new Map<Encoding, Exchange>();
  for (let turn = -2; turn < CALLS[size]; turn += 1) {
    progress(`call ${turn + 3}`);
    for (const encoding of ENCODINGS) {
      const begin = performance.now();
      const exchange = await calls[encoding](idOf(run, encoding, turn + 2));
      if (turn >= 0) latencies[encoding].push(performance.now() - begin);
      if (exchange.answer.status >= 300)
        throw new Error(`${encoding} was answered with ${exchange.answer.status}`);
      exchanges.set(encoding, exchange);
    }
  }
  const last = record((encoding) => {
    const exchange = exchanges.get(encoding);
    if (exchange === undefined) throw new Error(`There was no call in ${encoding}`);
    return exchange;
  });
  return { latencies, exchanges: last };
}

/** Of the same length in every encoding. */
function idOf(run: string, encoding: Encoding, turn: number): string {
  return `${run}-${ENCODINGS.indexOf(encoding)}-${String(turn).padStart(3, '0')}`;
}

const TITLES: Record<Encoding, string> = {
  json: 'JSON over HTTP',
  'connect-json': 'Connect, JSON',
  'connect-binary': 'Connect, Protobuf',
  'grpc-web': 'gRPC-Web, Protobuf',
  soap: 'SOAP 1.1',
};

function wireFindings(encoding: Encoding, exchange: Exchange, latencies: readonly number[]): Finding[] {
  const group = findingGroup(encoding, TITLES[encoding]);
  const [request, response] = [requestSizes(exchange), responseSizes(exchange)];
  const bytes = (name: string, label: string, observed: number) =>
    group.measured(name, label, { observed, unit: 'bytes' });
  return [
    bytes('request-body', 'request body', request.body),
    bytes('request', 'request with headers and signature', request.withHeaders),
    bytes('response-body', 'response body', response.body),
    bytes('response', 'response with headers', response.withHeaders),
    group.measured('latency', 'latency through API Gateway (median)', {
      observed: Math.round(median(latencies) * 10) / 10,
      unit: 'ms',
    }),
  ];
}

/** What is certain whatever the ids are. */
function compared(exchanges: Record<Encoding, Exchange>): Finding[] {
  const group = findingGroup('compared', 'Request bodies compared');
  const body = (encoding: Encoding) => requestSizes(exchanges[encoding]).body;
  const values = (fields: object) =>
    Object.values(fields).reduce((sum, value) => sum + String(value).length, 0);
  const bytes = { unit: 'bytes' };
  return [
    group.equals('values', 'values of a SOAP request, compared to the others', {
      expected: values(ASSESSMENT),
      observed: values(SHIPMENT),
      ...bytes,
    }),
    group.within('binary-below-json', 'JSON, less Protobuf', {
      min: 1,
      observed: body('json') - body('connect-binary'),
      ...bytes,
    }),
    group.within('json-below-soap', 'SOAP, less JSON', {
      min: 1,
      observed: body('soap') - body('json'),
      ...bytes,
    }),
    group.equals('frame', 'gRPC-Web, less Connect: the frame of a message', {
      expected: 5,
      observed: body('grpc-web') - body('connect-binary'),
      ...bytes,
    }),
  ];
}

async function codecFindings(
  { size, progress }: ScenarioContext,
  exchanges: Record<Encoding, Exchange>,
): Promise<Finding[]> {
  progress('encoding and decoding');
  const codecs = await openCodecs(exchanges);
  const group = findingGroup('codec', 'Encoding and decoding in the client (median)');
  return Object.entries(codecs).flatMap(([encoding, codec]) =>
    (['encode', 'decode'] as const).map((name) => {
      const observed = rounded(microseconds(codec[name], BATCHES[size], BATCH));
      const message = name === 'encode' ? 'request' : 'response';
      return group.measured(`${encoding}-${name}`, `${encoding}: ${name} a ${message}`, {
        observed,
        unit: 'µs',
      });
    }),
  );
}

async function unknownFields(context: ScenarioContext, calls: Record<Encoding, Call>): Promise<Finding[]> {
  context.progress('sending an unknown field');
  const group = findingGroup('unknown-field', 'A field that the contract does not name');
  const findings: Finding[] = [];
  for (const encoding of ENCODINGS) {
    const observed = await fateOf(context, calls[encoding], encoding);
    const expected = encoding === 'soap' ? 'refused' : 'ignored';
    findings.push(group.equals(encoding, `${TITLES[encoding]}: server`, { expected, observed }));
  }
  const handed = handOn();
  return [
    ...findings,
    group.equals('handed-on-binary', 'Protobuf: read and written again by an older program', {
      expected: 'kept',
      observed: handed.binary,
    }),
    group.equals('handed-on-json', 'Protobuf as JSON: read and written again by an older program', {
      expected: 'dropped',
      observed: handed.json,
    }),
  ];
}

async function fateOf(
  { aws, system, run }: ScenarioContext,
  call: Call,
  encoding: Encoding,
): Promise<string> {
  const id = `${run}-unknown-${encoding}`;
  const { status } = (await call(id, true)).answer;
  if (status >= 400) return 'refused';
  const [TableName, Key] =
    encoding === 'soap' ? [system.tables.carrier, shipmentKey(id)] : [system.tables.fraud, assessmentKey(id)];
  const { Item } = await aws.documents.send(new GetCommand({ TableName, Key }));
  if (Item === undefined) return 'answered, and nothing stored';
  return typeof Item['deviceId'] === 'string' ? 'stored' : 'ignored';
}

function record<T>(value: (encoding: Encoding) => T): Record<Encoding, T> {
  return {
    json: value('json'),
    'connect-json': value('connect-json'),
    'connect-binary': value('connect-binary'),
    'grpc-web': value('grpc-web'),
    soap: value('soap'),
  };
}
