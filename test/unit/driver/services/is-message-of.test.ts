import { expect, test } from 'vitest';
import { isMessageOf } from '../../../../driver/services/carrier/is-message-of.ts';
import { CONTRACT } from '../../../../schemas/gen/wsdl/carrier/v2.ts';

const envelope = (body: string, namespace = 'urn:shop:carrier:v2') =>
  '<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>' +
  `<TrackShipmentResponse xmlns="${namespace}">${body}</TrackShipmentResponse></s:Body></s:Envelope>`;
const isResponse = (xml: string) => isMessageOf(CONTRACT, 'TrackShipmentResponse', xml);

const ids = '<shipmentId>a</shipmentId><trackingNumber>b</trackingNumber>';

test('a message has the elements of its contract in their order, and listed values', () => {
  expect(isResponse(envelope(`${ids}<status>BOOKED</status>`))).toBe(true);
  expect(isResponse(envelope(`${ids}<status>LOST</status>`))).toBe(false);
  expect(isResponse(envelope(ids))).toBe(false);
  expect(isResponse(envelope(`<status>BOOKED</status>${ids}`))).toBe(false);
  expect(isResponse(envelope(`${ids}<status>BOOKED</status><more>x</more>`))).toBe(false);
  expect(isResponse(envelope(`${ids}<status>BOOKED</status>`, 'urn:shop:carrier:v1'))).toBe(false);
  expect(isResponse('no XML')).toBe(false);
});
