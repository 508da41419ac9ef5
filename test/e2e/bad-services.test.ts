import { randomBytes } from 'node:crypto';
import { GetCommand, ScanCommand } from '@aws-sdk/lib-dynamodb';
import { create, toBinary } from '@bufbuild/protobuf';
import { expect, onTestFinished, test } from 'vitest';
import { apiUrl } from '../../driver/clients/api-url.ts';
import { httpClient } from '../../driver/clients/http.ts';
import { requestSigner } from '../../driver/clients/request-signer.ts';
import type { TableName } from '../../driver/system.ts';
import { AssessRequestSchema } from '../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import { paymentKey } from '../../schemas/items/payment-item.ts';
import { deployedShop } from './support/deployed-shop.ts';

const freshId = () => `bad-${randomBytes(6).toString('hex')}`;
const TOO_LARGE = 70_000;
const INVALID_UTF8 = Buffer.from([0xc3, 0x28]);

/** A request as it would be right, and how the protocol reports an error. */
interface Edge {
  service: 'payments' | 'fraud' | 'carrier';
  path: string;
  contentType: string;
  body(): Buffer;
  /** The shop's own code in an error answer. */
  codeOf(answer: string): string | undefined;
}

const payment = (orderId = freshId()) => ({
  orderId,
  amount: '1.00',
  currency: 'GBP',
  kind: 'charge',
  customerId: null,
  country: 'EIRE',
});
const assessment = () => ({ assessmentId: freshId(), amount: '1.00', currency: 'GBP', country: 'EIRE' });
const envelope = (body: string, before = '') =>
  `${before}<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
const booking = (fields: string, namespace = 'urn:shop:carrier:v1') =>
  `<BookShipment xmlns="${namespace}">${fields}</BookShipment>`;
const fields = (weight = '300', more = '') =>
  `<shipmentId>${freshId()}</shipmentId><orderId>o-1</orderId><country>EIRE</country>` +
  `<weightGrams>${weight}</weightGrams><parcels>1</parcels>${more}`;
const json = (value: unknown) => Buffer.from(JSON.stringify(value));
const detail = (answer: string) => /"code"\s*:\s*"([a-z_-]+)"/.exec(answer)?.[1];

const EDGES = {
  rest: {
    service: 'payments',
    path: '/v1/payments',
    contentType: 'application/json',
    body: () => json(payment()),
    codeOf: detail,
  },
  'connect-json': {
    service: 'fraud',
    path: '/shop.fraud.v1.FraudService/Assess',
    contentType: 'application/json',
    body: () => json(assessment()),
    codeOf: detail,
  },
  'connect-proto': {
    service: 'fraud',
    path: '/shop.fraud.v1.FraudService/Assess',
    contentType: 'application/proto',
    body: () => Buffer.from(toBinary(AssessRequestSchema, create(AssessRequestSchema, assessment()))),
    codeOf: detail,
  },
  soap: {
    service: 'carrier',
    path: '/carrier',
    contentType: 'text/xml; charset=utf-8',
    body: () => Buffer.from(envelope(booking(fields()))),
    codeOf: (answer) => /<(?:\w+:)?code>([a-z-]+)</.exec(answer)?.[1],
  },
} as const satisfies Record<string, Edge>;

interface Bad {
  edge: keyof typeof EDGES;
  what: string;
  status: number;
  body?: () => Buffer;
  /** Null leaves a header out. */
  headers?: Record<string, string | null>;
}

const everywhere: Bad[] = (Object.keys(EDGES) as (keyof typeof EDGES)[]).flatMap((edge) => [
  { edge, what: 'no deadline', status: 400, headers: { 'x-timeout-ms': null } },
  { edge, what: 'a deadline that is no number', status: 400, headers: { 'x-timeout-ms': 'soon' } },
  { edge, what: 'a negative deadline', status: 400, headers: { 'x-timeout-ms': '-1' } },
  { edge, what: 'an endless deadline', status: 400, headers: { 'x-timeout-ms': '9'.repeat(30) } },
  { edge, what: 'another content type', status: 415, headers: { 'content-type': 'text/csv' } },
  {
    edge,
    what: 'too large a body',
    status: 413,
    // API Gateway itself refuses what is no JSON object, whatever its size.
    body: () => (edge === 'rest' ? json({ a: ' '.repeat(TOO_LARGE) }) : Buffer.alloc(TOO_LARGE, 0x20)),
  },
  { edge, what: 'a body that breaks off', status: 400, body: () => EDGES[edge].body().subarray(0, -3) },
]);

const CASES: Bad[] = [
  ...everywhere,
  ...(['rest', 'connect-json'] as const).flatMap((edge): Bad[] => {
    const field = edge === 'rest' ? 'orderId' : 'assessmentId';
    const right = edge === 'rest' ? payment() : assessment();
    const text = (value: string) =>
      Buffer.from(JSON.stringify({ ...right, [field]: 'X' }).replace('"X"', value));
    return [
      { edge, what: 'a list in the place of an object', status: 400, body: () => json([]) },
      { edge, what: 'a lone surrogate', status: 400, body: () => text('"\\ud800"') },
      { edge, what: 'invalid UTF-8', status: 400, body: () => withBytes(text('"X"'), INVALID_UTF8) },
      { edge, what: 'a number beyond 2^53 for text', status: 400, body: () => text('9007199254740993') },
      {
        edge,
        what: 'an amount beyond money',
        status: 400,
        body: () => json({ ...right, amount: '9'.repeat(40) }),
      },
      { edge, what: 'deep nesting', status: 400, body: () => text(`${'['.repeat(9000)}${']'.repeat(9000)}`) },
    ];
  }),
  { edge: 'rest', what: 'a malformed key', status: 400, headers: { 'idempotency-key': 'a b' } },
  {
    edge: 'connect-proto',
    what: 'a message of another shape',
    status: 400,
    body: () => Buffer.from([0x08, 0xff]),
  },
  {
    edge: 'connect-proto',
    what: 'an unknown compression',
    status: 415,
    headers: { 'content-encoding': 'lzma' },
  },
  ...(
    [
      ['a document type declaration', envelope(booking(fields()), '<!DOCTYPE s:Envelope>')],
      [
        'entities that expand',
        envelope(
          booking(fields().replace('EIRE', '&b;')),
          '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        ),
      ],
      [
        'an entity of a file',
        envelope(
          booking(fields().replace('EIRE', '&f;')),
          '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>',
        ),
      ],
      ['a processing instruction', envelope(booking(fields()), '<?xml-stylesheet href="x"?>')],
      ['an unknown namespace', envelope(booking(fields(), 'urn:shop:carrier:v9'))],
      ['an unknown element', envelope(booking(fields('300', '<insured>true</insured>')))],
      ['a number beyond its type', envelope(booking(fields('9007199254740993')))],
      ['two messages', envelope(booking(fields()) + booking(fields()))],
      ['no message', envelope('')],
    ] as const
  ).map(([what, text]): Bad => ({ edge: 'soap', what, status: 400, body: () => Buffer.from(text) })),
  {
    edge: 'soap',
    what: 'invalid UTF-8',
    status: 400,
    body: () => withBytes(Buffer.from(envelope(booking(fields().replace('EIRE', 'X')))), INVALID_UTF8),
  },
];

/** Puts bytes in the place of the only X. */
function withBytes(text: Buffer, bytes: Buffer): Buffer {
  const at = text.indexOf('X');
  return Buffer.concat([text.subarray(0, at), bytes, text.subarray(at + 1)]);
}

async function client() {
  const shop = await deployedShop();
  const http = httpClient();
  onTestFinished(() => http.close());
  const sign = requestSigner(shop.aws);
  return {
    ...shop,
    async send({ service, path, contentType }: Edge, body: Buffer, headers: Bad['headers'] = {}) {
      const { apiId } = shop.system.services[service];
      const url = new URL(`${apiUrl(apiId, shop.system.stage, shop.aws.settings)}${path}`);
      const all = {
        'content-type': contentType,
        'x-timeout-ms': '5000',
        'idempotency-key': freshId(),
        ...headers,
      };
      const sent = Object.fromEntries(
        Object.entries(all).flatMap(([name, value]) => (value === null ? [] : [[name, value]])),
      );
      const signed = await sign({ method: 'POST', url, headers: sent, body });
      return http.send({ method: 'POST', url, headers: signed, body });
    },
    async stored(): Promise<number[]> {
      const tables: TableName[] = ['payments', 'fraud', 'carrier'];
      return Promise.all(
        tables.map(async (table) => {
          const scan = {
            TableName: shop.system.tables[table],
            Select: 'COUNT',
            ConsistentRead: true,
          } as const;
          return (await shop.aws.documents.send(new ScanCommand(scan))).Count ?? 0;
        }),
      );
    },
  };
}

test('bad input is refused in the words of its protocol, and nothing is stored', async () => {
  const { send, stored } = await client();
  const before = await stored();
  const wrong: unknown[] = [];
  for (const { edge, what, status, body = EDGES[edge].body, headers } of CASES) {
    const answer = await send(EDGES[edge], body(), headers);
    const code = EDGES[edge].codeOf(answer.body);
    if (answer.status !== status || code === undefined) {
      wrong.push({
        edge,
        what,
        expected: status,
        observed: answer.status,
        code,
        body: answer.body.slice(0, 200),
      });
    }
  }
  expect(wrong).toEqual([]);
  expect(CASES.length).toBeGreaterThan(50);
  expect(await stored()).toEqual(before);
});

test('the right requests of the same edges are accepted', async () => {
  const { send } = await client();
  for (const edge of Object.values(EDGES)) {
    const { status, body } = await send(edge, edge.body());
    expect([200, 201], `${edge.path}: ${body}`).toContain(status);
  }
});

test('members that a contract does not know are ignored and not stored', async () => {
  const { send, aws, system } = await client();
  const key = freshId();
  const body = Buffer.from(
    JSON.stringify(payment()).replace(
      '{',
      '{"__proto__":{"status":"accepted"},"coupon":"X","constructor":1,',
    ),
  );
  expect((await send(EDGES.rest, body, { 'idempotency-key': key })).status).toBe(201);
  const { Item = {} } = await aws.documents.send(
    new GetCommand({ TableName: system.tables.payments, Key: paymentKey(key), ConsistentRead: true }),
  );
  expect(Object.keys(Item)).toEqual(expect.arrayContaining(['orderId', 'amount']));
  expect(Object.keys(Item)).not.toEqual(expect.arrayContaining(['coupon']));
  expect(Object.keys(Item)).not.toEqual(expect.arrayContaining(['constructor']));
});
