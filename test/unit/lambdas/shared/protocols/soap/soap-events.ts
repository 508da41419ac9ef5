import type { APIGatewayProxyEvent, Context } from 'aws-lambda';

export const CONTEXT = {
  awsRequestId: 'request',
  getRemainingTimeInMillis: () => 5000,
} as unknown as Context;

export interface EventOptions {
  method?: string;
  headers?: Record<string, string>;
  query?: Record<string, string> | null;
}

/** What API Gateway hands over where all media types are binary. */
export function soapEvent(
  body: string | Buffer,
  { method = 'POST', headers = {}, query = null }: EventOptions = {},
): APIGatewayProxyEvent {
  const bytes = Buffer.from(body);
  return {
    httpMethod: method,
    resource: '/carrier',
    path: '/carrier',
    headers: { 'Content-Type': 'text/xml; charset=utf-8', 'X-Timeout-Ms': '1000', ...headers },
    queryStringParameters: query,
    pathParameters: null,
    requestContext: { apiId: 'abc123', stage: 'live' },
    body: bytes.length === 0 ? null : bytes.toString('base64'),
    isBase64Encoded: bytes.length > 0,
  } as unknown as APIGatewayProxyEvent;
}

export function envelope(body: string, header = ''): string {
  return `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">${header}<s:Body>${body}</s:Body></s:Envelope>`;
}

export const BOOKING = {
  shipmentId: 's-1',
  orderId: 'o-1',
  country: 'France',
  weightGrams: '1500',
  parcels: '2',
};

/** Fields with other values; undefined leaves one out. */
export function bookShipment(
  changes: Record<string, string | undefined> = {},
  namespace = 'urn:shop:carrier:v1',
): string {
  const fields = Object.entries({ ...BOOKING, ...changes }).map(([name, value]) =>
    value === undefined ? '' : `<${name}>${value}</${name}>`,
  );
  return `<BookShipment xmlns="${namespace}">${fields.join('')}</BookShipment>`;
}
