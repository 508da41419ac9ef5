import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from 'aws-lambda';
import { expect } from 'vitest';
import { OpenApiContract } from '../../../support/openapi-contract.ts';

const contracts = {
  v1: new OpenApiContract('schemas/openapi/payments/v1.yaml'),
  v2: new OpenApiContract('schemas/openapi/payments/v2.yaml'),
};

export type Handler = (event: APIGatewayProxyEvent, context: Context) => Promise<APIGatewayProxyResult>;

export interface Asked {
  headers?: Record<string, string>;
  /** Sent as it is when it is text or bytes. */
  body?: unknown;
  paymentId?: string;
}

/** Sends a request to a handler. Whatever is asked of a contract must be answered as the contract says. */
export async function ask(handler: Handler, route: string, { headers, body, paymentId }: Asked = {}) {
  const [httpMethod = '', resource = ''] = route.split(' ');
  const event = {
    httpMethod,
    resource,
    path: resource,
    pathParameters: paymentId === undefined ? null : { paymentId: encodeURIComponent(paymentId) },
    queryStringParameters: null,
    headers: { 'Content-Type': 'application/json', 'X-Timeout-Ms': '2000', ...headers },
    body: bodyText(body),
    isBase64Encoded: body instanceof Uint8Array,
  };
  // Only what the handler reads of what API Gateway sends.
  const result = await handler(
    event as unknown as APIGatewayProxyEvent,
    { awsRequestId: '8a1f', getRemainingTimeInMillis: () => 8000 } as Context,
  );
  const response = {
    status: result.statusCode,
    headers: new Headers(Object.entries(result.headers ?? {}).map(([name, value]) => [name, String(value)])),
    body: JSON.parse(result.body),
  };
  const version = /^\/(v1|v2)\//.exec(resource)?.[1] as keyof typeof contracts | undefined;
  const isUnknownRoute = response.body.detail === 'route not found';
  if (version !== undefined && !isUnknownRoute) {
    expect(contracts[version].responseFaults(httpMethod, resource, response)).toEqual([]);
  }
  return response;
}

function bodyText(body: unknown): string | null {
  if (body === undefined) return null;
  if (body instanceof Uint8Array) return Buffer.from(body).toString('base64');
  return typeof body === 'string' ? body : JSON.stringify(body);
}
