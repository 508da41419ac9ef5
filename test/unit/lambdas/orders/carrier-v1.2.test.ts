import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { orderCarrier } from '../../../../lambdas/orders/v1.2/carrier.ts';
import type { SendHttp } from '../../../../lambdas/shared/http-client.ts';
import { identifyAs } from '../../../../lambdas/shared/identity.ts';
import { logger } from '../../../../lambdas/shared/logging.ts';
import { Deadline } from '../../../../lambdas/shared/resilience/deadline.ts';

const sending = vi.fn<SendHttp>();
const carrier = () => orderCarrier({ apiId: 'a1', stage: 'live' }, sending);
const consignment = { orderId: 'o-1', country: 'EIRE', weightGrams: 300, parcels: 1 };
const envelope = (body: string) =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>${body}</s:Body></s:Envelope>`;
const answer =
  (status: number, body: string): SendHttp =>
  async () =>
    ({ status, body: envelope(body), headers: { 'content-type': 'text/xml' } }) as Awaited<
      ReturnType<SendHttp>
    >;
const fault = (code: string) =>
  '<s:Fault><faultcode>s:Client</faultcode><faultstring>why</faultstring><detail>' +
  `<ServiceFault xmlns="urn:shop:carrier:v1"><code>${code}</code><message>why</message></ServiceFault></detail></s:Fault>`;

beforeEach(() => {
  sending.mockReset();
  identifyAs('v1.2');
  vi.stubEnv('AWS_REGION', 'eu-west-2');
  vi.stubEnv('AWS_ENDPOINT_URL', undefined);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIDEXAMPLE');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  vi.stubEnv('POWERTOOLS_SERVICE_NAME', 'orders');
  vi.stubEnv('FAULTS_TABLE', undefined);
  vi.spyOn(logger, 'warn').mockImplementation(() => {});
});
afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('orders v1.2 books a shipment with the id of its order, within the time of its caller', async () => {
  sending.mockImplementation(
    answer(
      200,
      '<BookShipmentResponse xmlns="urn:shop:carrier:v1"><shipmentId>o-1</shipmentId>' +
        '<trackingNumber>RR1GB</trackingNumber><priceMinor>499</priceMinor><currency>GBP</currency>' +
        '<estimatedDelivery>2010-12-12</estimatedDelivery></BookShipmentResponse>',
    ),
  );
  expect(await carrier().book(consignment, Deadline.in(2000))).toEqual({
    trackingNumber: 'RR1GB',
    estimatedDelivery: '2010-12-12',
  });
  const { url, headers, body } = sending.mock.calls[0]?.[0] ?? {};
  expect(String(url)).toMatch(/\/live\/carrier$/);
  expect(headers).toMatchObject({ 'user-agent': 'shop-orders/v1.2', 'x-timeout-ms': expect.any(String) });
  expect(String(body)).toContain('<shipmentId>o-1</shipmentId>');
});

it.each([
  ['conflict', 400, 'conflict'],
  ['bad-request', 400, 'dependency-failed'],
])('%s of the carrier (%i) is %s here', async (code, status, seen) => {
  sending.mockImplementation(answer(status, fault(code)));
  await expect(carrier().book(consignment, Deadline.in(2000))).rejects.toMatchObject({ code: seen });
});
