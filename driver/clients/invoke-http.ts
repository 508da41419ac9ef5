import { InvokeCommand } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import type { DriverContext } from '../context.ts';

/** A request as API Gateway would hand it on. */
export interface HttpEvent {
  method: 'GET' | 'POST' | 'PATCH';
  resource: string;
  parameters?: Record<string, string>;
  body?: unknown;
}

export interface InvokedAnswer {
  status: number;
  body: unknown;
}

/** A request with a body of any kind. */
export interface RawHttpEvent {
  method: string;
  resource: string;
  parameters?: Record<string, string>;
  query?: Record<string, string>;
  headers: Record<string, string>;
  /** Bytes are handed over in base64, as API Gateway does where binary media types are set. */
  body?: string | Uint8Array;
}

export interface RawInvokedAnswer {
  status: number;
  /** By lower-case name. */
  headers: Record<string, string>;
  body: Buffer;
}

type Invoker = Pick<DriverContext, 'aws' | 'signal'>;

/** Calls one version of a service, whichever is live. @throws when the function itself fails */
export async function invokeHttp(
  context: Invoker,
  functionName: string,
  qualifier: string,
  { body, ...event }: HttpEvent,
): Promise<InvokedAnswer> {
  const answer = await invokeRaw(context, functionName, qualifier, {
    ...event,
    headers: { 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, body: JSON.parse(answer.body.toString('utf8')) };
}

const Answer = z.object({
  statusCode: z.number(),
  headers: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  body: z.string().optional(),
  isBase64Encoded: z.boolean().optional(),
});

/** As `invokeHttp`, with the bytes and headers of the request and of the answer. */
export async function invokeRaw(
  { aws, signal }: Invoker,
  functionName: string,
  qualifier: string,
  { method, resource, parameters = {}, query, headers, body }: RawHttpEvent,
): Promise<RawInvokedAnswer> {
  // REST APIs hand over path parameters as they stand in the URL.
  const encoded = Object.entries(parameters).map(
    ([name, value]) => [name, encodeURIComponent(value)] as const,
  );
  const path = encoded.reduce((filled, [name, value]) => filled.replace(`{${name}}`, value), resource);
  const isBytes = body !== undefined && typeof body !== 'string';
  const event = {
    ...EVENT,
    httpMethod: method,
    resource,
    path,
    pathParameters: Object.fromEntries(encoded),
    headers,
    queryStringParameters: query ?? null,
    body: isBytes ? Buffer.from(body).toString('base64') : (body ?? null),
    isBase64Encoded: isBytes,
  };
  const { FunctionError, Payload } = await aws.lambda.send(
    new InvokeCommand({ FunctionName: functionName, Qualifier: qualifier, Payload: JSON.stringify(event) }),
    { abortSignal: signal },
  );
  if (FunctionError !== undefined) throw new Error(`Version ${qualifier} failed: ${FunctionError}`);
  const answer = Answer.parse(JSON.parse(Buffer.from(Payload ?? []).toString('utf8')));
  return {
    status: answer.statusCode,
    headers: Object.fromEntries(
      Object.entries(answer.headers ?? {}).map(([name, value]) => [name.toLowerCase(), String(value)]),
    ),
    body: Buffer.from(answer.body ?? '', answer.isBase64Encoded === true ? 'base64' : 'utf8'),
  };
}

/** What API Gateway adds to every request (API Gateway Developer Guide, "Input format of a Lambda function"). */
const EVENT = {
  multiValueHeaders: {},
  multiValueQueryStringParameters: null,
  stageVariables: null,
  requestContext: { requestId: 'scenario', stage: 'live', identity: {} },
};
