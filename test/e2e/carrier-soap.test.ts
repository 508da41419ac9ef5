import { randomBytes } from 'node:crypto';
import { createClientAsync } from 'soap';
import { expect, onTestFinished, test } from 'vitest';
import { carrierClient, soapHttp } from '../../driver/carrier/carrier-client.ts';
import { type CarrierTransport, carrierVersion, deployedCarrier } from '../../driver/carrier/transport.ts';
import { apiUrl } from '../../driver/clients/api-url.ts';
import { httpClient } from '../../driver/clients/http.ts';
import type { DriverContext } from '../../driver/context.ts';
import { readReleases, versionOf } from '../../driver/releases.ts';
import { deployedShop } from './support/deployed-shop.ts';

async function deployed(): Promise<{ context: DriverContext; transport: CarrierTransport; run: string }> {
  const shop = await deployedShop();
  const http = httpClient();
  onTestFinished(() => http.close());
  const run = randomBytes(4).toString('hex');
  const context = { ...shop, run, signal: new AbortController().signal, progress: () => {} };
  return { context, transport: deployedCarrier(context, http), run };
}

/** The transports to the releases of the function, and through API Gateway to what is live. */
async function releases(context: DriverContext) {
  const { functionName } = context.system.services.carrier;
  const versions = await readReleases(context.aws.lambda, functionName);
  const at = (release: string) => carrierVersion(context, versionOf(versions, release));
  return { v1: at('v1'), v2: at('v2') };
}

const booking = (run: string, name: string) => ({
  shipmentId: `${run}-${name}`,
  orderId: `${run}-order`,
  country: 'Île-de-France & <others>',
  weightGrams: 1500,
  parcels: 2,
});

const refused = (code: string, status = 400) => ({
  status,
  fault: { faultCode: 'soap:Client', code },
});

test('the soap package books and tracks from the WSDL that the deployed API serves', async () => {
  const { context, transport, run } = await deployed();
  // The package by itself, with nothing of ours but the signature.
  const { services, stage } = context.system;
  const address = `${apiUrl(services.carrier.apiId, stage, context.aws.settings)}/carrier`;
  const httpClient = soapHttp(transport);
  const client = await createClientAsync(`${address}?wsdl`, { httpClient, disableCache: true });
  expect(client.wsdl.definitions.services['CarrierService']?.ports['CarrierPort']?.location).toBe(address);

  const input = booking(run, 'package');
  const headers = { 'x-timeout-ms': '5000' };
  const [booked] = await client['BookShipmentAsync'](input, undefined, headers);
  expect(booked).toEqual({
    shipmentId: input.shipmentId,
    trackingNumber: expect.stringMatching(/^C[A-Z]\d{9}GB$/),
    priceMinor: 2098,
    currency: 'GBP',
    estimatedDelivery: expect.any(Date),
  });
  const [tracked] = await client['TrackShipmentAsync']({ shipmentId: input.shipmentId }, undefined, headers);
  expect(tracked).toEqual({
    shipmentId: input.shipmentId,
    trackingNumber: booked.trackingNumber,
    status: 'BOOKED',
  });
});

test('a booking that is repeated has the same answer, and another with its id is a conflict', async () => {
  const { transport, run } = await deployed();
  const client = await carrierClient(transport, 'v1');
  const input = booking(run, 'repeated');
  const first = await client.call('BookShipment', input);
  expect(first).toMatchObject({ status: 200, release: 'v1' });
  expect(await client.call('BookShipment', input)).toEqual(first);
  expect(await client.call('BookShipment', { ...input, parcels: 3 })).toMatchObject(refused('conflict'));
  expect(await client.call('TrackShipment', { shipmentId: `${run}-missing` })).toMatchObject(
    refused('not-found'),
  );
});

test('both releases serve contract v1, and each reads what the other has booked', async () => {
  const { context, run } = await deployed();
  const { v1, v2 } = await releases(context);
  const old = await carrierClient(v1, 'v1');
  const oldOnNew = await carrierClient(v2, 'v1');
  const current = await carrierClient(v2, 'v2');

  const byOld = booking(run, 'by-v1');
  const first = await old.call('BookShipment', byOld);
  expect(await oldOnNew.call('BookShipment', byOld)).toEqual({ ...first, release: 'v2' });
  const repeated = await current.call('BookShipment', { ...byOld, serviceLevel: 'STANDARD' });
  expect(repeated.value).toEqual({
    ...first.value,
    labelUrl: `https://labels.carrier.example/${first.value?.['trackingNumber']}.pdf`,
  });
  expect(await current.call('BookShipment', { ...byOld, serviceLevel: 'EXPRESS' })).toMatchObject(
    refused('conflict'),
  );

  const byNew = booking(run, 'by-v2');
  const express = await current.call('BookShipment', { ...byNew, serviceLevel: 'EXPRESS' });
  expect(express.value).toMatchObject({ trackingNumber: expect.stringMatching(/^E/), priceMinor: 4598 });
  const tracked = await old.call('TrackShipment', { shipmentId: byNew.shipmentId });
  expect(tracked).toMatchObject({
    status: 200,
    release: 'v1',
    value: { trackingNumber: express.value?.['trackingNumber'] },
  });
});

test('contract v2 requires a service level, and release v1 does not know the contract', async () => {
  const { context, run } = await deployed();
  const { v1, v2 } = await releases(context);
  const client = await carrierClient(v2, 'v2');
  const input = booking(run, 'level');
  expect(await client.call('BookShipment', { ...input, serviceLevel: 'SLOW' as 'EXPRESS' })).toMatchObject(
    refused('bad-request'),
  );
  // A client generated from v1 that only changes the namespace.
  expect(
    await client.call('BookShipment', input as typeof input & { serviceLevel: 'EXPRESS' }),
  ).toMatchObject({
    ...refused('bad-request'),
    fault: { message: expect.stringContaining('serviceLevel is missing') },
  });
  await expect(carrierClient(v1, 'v2')).rejects.toThrow('Code: 400');
  const toOld = await carrierClient(
    async (request) => (request.method === 'GET' ? v2(request) : v1(request)),
    'v2',
  );
  expect(await toOld.call('BookShipment', { ...input, serviceLevel: 'EXPRESS' })).toMatchObject(
    refused('bad-request'),
  );
});

test('the soap package reports bad input as faults', async () => {
  const { transport, run } = await deployed();
  const client = await carrierClient(transport, 'v1');
  const send = (changes: Record<string, unknown>, timeoutMs?: number) =>
    client.call('BookShipment', { ...booking(run, 'bad'), ...changes }, timeoutMs);
  for (const changes of [
    { weightGrams: 0 },
    { weightGrams: 2 ** 53 },
    { weightGrams: 'heavy' },
    { parcels: 1.5 },
    { country: '' },
    { country: undefined },
    { shipmentId: '../x' },
    { shipmentId: 'x'.repeat(101) },
  ]) {
    expect(await send(changes), JSON.stringify(changes)).toMatchObject(refused('bad-request'));
  }
  expect(await send({}, 0)).toMatchObject({
    status: 504,
    fault: { faultCode: 'soap:Server', code: 'deadline-exceeded' },
  });
  expect(await client.call('TrackShipment', { shipmentId: `${run}-bad` })).toMatchObject(
    refused('not-found'),
  );
});

test('what is not a SOAP message of the contract is refused at the edge, and nothing is stored', async () => {
  const { transport, run } = await deployed();
  const shipmentId = `${run}-edge`;
  const headers = { 'content-type': 'text/xml; charset=utf-8', 'x-timeout-ms': '5000' };
  const soap = (body: string) =>
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
  const message = (country: string) =>
    soap(
      `<BookShipment xmlns="urn:shop:carrier:v1"><shipmentId>${shipmentId}</shipmentId><orderId>o</orderId>` +
        `<country>${country}</country><weightGrams>1</weightGrams><parcels>1</parcels></BookShipment>`,
    );
  const send = async (body: string | Buffer, changed: Record<string, string> = {}) => {
    const answer = await transport({ method: 'POST', query: {}, headers: { ...headers, ...changed }, body });
    const code = /<code>([^<]*)<\/code>/.exec(answer.body)?.[1];
    return { status: answer.status, code };
  };
  const laughs = ['b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'].map(
    (name, index) => `<!ENTITY ${name} "${`&${String.fromCharCode(97 + index)};`.repeat(10)}">`,
  );
  const bad = { status: 400, code: 'bad-request' };
  expect(await send(`<!DOCTYPE l [<!ENTITY a "ha">${laughs.join('')}]>${message('&j;')}`)).toEqual(bad);
  expect(await send(`<!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>${message('&x;')}`)).toEqual(bad);
  expect(await send(`<!DOCTYPE l SYSTEM "http://127.0.0.1/l.dtd">${message('x')}`)).toEqual(bad);
  expect(await send(message('x').slice(0, -1))).toEqual(bad);
  expect(await send(message(`${'<a>'.repeat(1000)}${'</a>'.repeat(1000)}`))).toEqual(bad);
  expect(await send(Buffer.from(message('Île'), 'latin1'))).toEqual(bad);
  expect(await send('{}')).toEqual(bad);
  expect(await send('')).toEqual(bad);
  expect(await send(message('x'), { 'content-type': 'application/json' })).toEqual({
    status: 415,
    code: 'unsupported-media-type',
  });
  expect(await send(message('x').padEnd(65_537))).toEqual({ status: 413, code: 'payload-too-large' });
  const { 'x-timeout-ms': _, ...withoutDeadline } = headers;
  const answer = await transport({ method: 'POST', query: {}, headers: withoutDeadline, body: message('x') });
  expect([answer.status, answer.body]).toEqual([400, expect.stringContaining('deadline-required')]);

  const client = await carrierClient(transport, 'v1');
  expect(await client.call('TrackShipment', { shipmentId })).toMatchObject(refused('not-found'));
});

test('an unsigned caller gets 403 from API Gateway', async () => {
  const { context } = await deployed();
  const { services, stage } = context.system;
  const url = `${apiUrl(services.carrier.apiId, stage, context.aws.settings)}/carrier?wsdl`;
  expect((await fetch(url)).status).toBe(403);
});
