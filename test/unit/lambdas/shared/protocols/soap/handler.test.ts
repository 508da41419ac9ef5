import { describe, expect, it } from 'vitest';
import { ShopError } from '../../../../../../lambdas/shared/errors.ts';
import { serve, soapHandler } from '../../../../../../lambdas/shared/protocols/soap/handler.ts';
import * as v1 from '../../../../../../schemas/gen/wsdl/carrier/v1.ts';
import * as v2 from '../../../../../../schemas/gen/wsdl/carrier/v2.ts';
import { readXml } from '../../../../../../schemas/xml/read-xml.ts';
import { BOOKING, bookShipment, CONTEXT, type EventOptions, envelope, soapEvent } from './soap-events.ts';

const booked: unknown[] = [];
const answer = {
  shipmentId: 's-1',
  trackingNumber: 'a & b <c>',
  priceMinor: 9_007_199_254_740_993n,
  currency: 'GBP',
  estimatedDelivery: '2026-12-03',
};

const handler = soapHandler({
  release: 'v9',
  contracts: [
    serve<v1.Operations>(
      { version: 'v1', contract: v1.CONTRACT, wsdl: v1.WSDL },
      {
        BookShipment: async (input) => {
          booked.push(input);
          return answer;
        },
        TrackShipment: async ({ shipmentId }) => {
          if (shipmentId === 'broken') throw new TypeError('secret detail');
          throw new ShopError(shipmentId === 'slow' ? 'dependency-timeout' : 'not-found', 'no <shipment>');
        },
      },
    ),
    serve<v2.Operations>(
      { version: 'v2', contract: v2.CONTRACT, wsdl: v2.WSDL },
      {
        BookShipment: async () => ({ ...answer, labelUrl: 'https://label.example/?a=1&b=2' }),
        TrackShipment: async ({ shipmentId }) => ({ shipmentId, trackingNumber: 't', status: 'BOOKED' }),
      },
    ),
  ],
});

interface Answered {
  status: number;
  headers: unknown;
  body: string;
  faultCode?: string;
  code?: string | undefined;
  message?: string | undefined;
  detailNamespace?: string | undefined;
}

async function send(body: string | Buffer, options?: EventOptions): Promise<Answered> {
  const { statusCode: status, headers, body: text } = await handler(soapEvent(body, options), CONTEXT);
  if (options?.method === 'GET' && status === 200) return { status, headers, body: text };
  const [inner] = readXml(text).children[0]?.children ?? [];
  if (inner?.name !== 'Fault') return { status, headers, body: text };
  const [faultcode, faultstring, detail] = inner.children;
  const [fault] = detail?.children ?? [];
  return {
    status,
    headers,
    body: text,
    faultCode: faultcode?.text ?? '',
    message: faultstring?.text,
    code: fault?.children[0]?.text,
    detailNamespace: fault?.namespace,
  };
}

const client = (code: string, status = 400) => ({ status, faultCode: 'soap:Client', code });

describe('a SOAP handler', () => {
  it('gives the operation typed values and answers with a message of the contract', async () => {
    booked.length = 0;
    const { status, headers, body } = await send(envelope(bookShipment({ weightGrams: ' +1500\n' })));
    expect(status).toBe(200);
    expect(booked).toEqual([{ ...BOOKING, weightGrams: 1500, parcels: 2 }]);
    expect(headers).toEqual({ 'content-type': 'text/xml; charset=utf-8', 'x-dataflow-release': 'v9' });
    const [response] = readXml(body).children[0]?.children ?? [];
    expect(response?.namespace).toBe('urn:shop:carrier:v1');
    expect(response?.children.map(({ name, text }) => [name, text])).toEqual([
      ['shipmentId', 's-1'],
      ['trackingNumber', 'a & b <c>'],
      ['priceMinor', '9007199254740993'],
      ['currency', 'GBP'],
      ['estimatedDelivery', '2026-12-03'],
    ]);
  });

  it('chooses the contract by the namespace of the body, whatever SOAPAction says', async () => {
    const body = bookShipment({ serviceLevel: 'EXPRESS' }, 'urn:shop:carrier:v2');
    const answered = await send(envelope(body), {
      headers: { SOAPAction: '"urn:shop:carrier:v1/TrackShipment"' },
    });
    expect(answered.body).toContain('<labelUrl>https://label.example/?a=1&amp;b=2</labelUrl>');
    expect(answered.body).toContain('xmlns="urn:shop:carrier:v2"');
  });

  it('answers an error of an operation with its code, in the namespace of the contract', async () => {
    const track = (id: string) =>
      `<t:TrackShipment xmlns:t="urn:shop:carrier:v1"><t:shipmentId>${id}</t:shipmentId></t:TrackShipment>`;
    expect(await send(envelope(track('x')))).toMatchObject({
      ...client('not-found'),
      message: 'no <shipment>',
      detailNamespace: 'urn:shop:carrier:v1',
    });
    expect(await send(envelope(track('slow')))).toMatchObject({
      status: 504,
      faultCode: 'soap:Server',
      code: 'dependency-timeout',
    });
    const broken = await send(envelope(track('broken')));
    expect(broken).toMatchObject({ status: 500, faultCode: 'soap:Server', code: 'internal' });
    expect(broken.body).not.toContain('secret');
  });

  it('serves the WSDL of each version with its own address', async () => {
    const wsdl = async (query: Record<string, string>) => send('', { method: 'GET', query });
    const first = await wsdl({ wsdl: '' });
    expect(first.body).toContain('targetNamespace="urn:shop:carrier:v1"');
    expect(first.body).toMatch(
      /<soap:address location="https?:\/\/[^"]*abc123[^"]*\/live\/carrier"\/>|<soap:address location="https:\/\/abc123[^"]*"\/>/,
    );
    expect((await wsdl({ WSDL: '', version: 'v2' })).body).toContain('targetNamespace="urn:shop:carrier:v2"');
    expect(await wsdl({ wsdl: '', version: 'v3' })).toMatchObject(client('bad-request'));
    expect(await wsdl({})).toMatchObject(client('bad-request'));
  });

  it('refuses a call without a deadline, and starts no work for one whose time is up', async () => {
    booked.length = 0;
    const good = envelope(bookShipment());
    expect(await send(good, { headers: { 'X-Timeout-Ms': '0' } })).toMatchObject({
      status: 504,
      faultCode: 'soap:Server',
      code: 'deadline-exceeded',
    });
    expect(await send(good, { headers: { 'X-Timeout-Ms': '-1' } })).toMatchObject(client('bad-request'));
    const event = soapEvent(good);
    const { 'X-Timeout-Ms': _, ...headers } = event.headers;
    const refused = await handler({ ...event, headers }, CONTEXT);
    expect([refused.statusCode, refused.body]).toEqual([400, expect.stringContaining('deadline-required')]);
    expect(booked).toEqual([]);
  });

  it.each([
    ['application/json', '{}'],
    ['application/soap+xml', envelope(bookShipment())],
    ['text/xml; charset=utf-16', envelope(bookShipment())],
    ['', envelope(bookShipment())],
  ])('refuses the content type %j with 415', async (contentType, body) => {
    expect(await send(body, { headers: { 'Content-Type': contentType } })).toMatchObject(
      client('unsupported-media-type', 415),
    );
  });

  it('refuses more than 64 KiB with 413', async () => {
    const filled = (bytes: number) => {
      const rest = envelope(bookShipment());
      return `${rest}${' '.repeat(bytes - rest.length)}`;
    };
    expect((await send(filled(65_536))).status).toBe(200);
    expect(await send(filled(65_537))).toMatchObject(client('payload-too-large', 413));
  });

  it('refuses an envelope of another SOAP version, without a detail', async () => {
    const body = envelope(bookShipment()).replace(
      'http://schemas.xmlsoap.org/soap/envelope/',
      'http://www.w3.org/2003/05/soap-envelope',
    );
    expect(await send(body)).toMatchObject({
      status: 400,
      faultCode: 'soap:VersionMismatch',
      code: undefined,
    });
  });

  it('refuses a header that must be understood, and ignores others', async () => {
    const header = (value: string) =>
      `<s:Header><h:Token xmlns:h="urn:h" s:mustUnderstand="${value}">1</h:Token></s:Header>`;
    expect(await send(envelope(bookShipment(), header('1')))).toMatchObject({
      status: 400,
      faultCode: 'soap:MustUnderstand',
      code: undefined,
    });
    expect((await send(envelope(bookShipment(), header('0')))).status).toBe(200);
    expect(await send(envelope(bookShipment(), header('2')))).toMatchObject(client('bad-request'));
  });

  it('takes a byte order mark', async () => {
    expect((await send(`\uFEFF${envelope(bookShipment())}`)).status).toBe(200);
  });

  const deep = `${'<a>'.repeat(2000)}${'</a>'.repeat(2000)}`;
  const laughs = `<!DOCTYPE l [<!ENTITY a "ha">${'bcdefgh'.replaceAll(/./g, (name, index) => `<!ENTITY ${name} "${`&${String.fromCharCode(97 + index)};`.repeat(10)}">`)}]>`;
  it.each([
    ['no body', ''],
    ['text', 'hello'],
    ['JSON', '{"a":1}'],
    ['an unclosed element', envelope('<a>')],
    ['entity expansion', `${laughs}${envelope(bookShipment({ country: '&h;' }))}`],
    [
      'an external entity',
      `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${envelope(bookShipment({ country: '&x;' }))}`,
    ],
    ['deep nesting', envelope(deep)],
    ['bytes that are not UTF-8', Buffer.from(envelope(bookShipment({ country: 'Fran\u00e7a' })), 'latin1')],
    ['an empty body', envelope('')],
    ['two messages', envelope(bookShipment() + bookShipment())],
    ['no envelope', bookShipment()],
    ['something after the body', envelope(bookShipment()).replace('</s:Envelope>', '<s:Body/></s:Envelope>')],
    ['text in the envelope', envelope(`text${bookShipment()}`)],
    ['another namespace', envelope(bookShipment({}, 'urn:shop:carrier:v7'))],
    ['no namespace', envelope(bookShipment({}, ''))],
    ['an unknown operation', envelope('<CancelShipment xmlns="urn:shop:carrier:v1"/>')],
    ['a name of a prototype', envelope('<constructor xmlns="urn:shop:carrier:v1"/>')],
    ['a response for a request', envelope('<BookShipmentResponse xmlns="urn:shop:carrier:v1"/>')],
  ])('answers %s with soap:Client and 400', async (_, body) => {
    booked.length = 0;
    expect(await send(body)).toMatchObject(client('bad-request'));
    expect(booked).toEqual([]);
  });
});
