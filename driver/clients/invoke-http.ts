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

const Answer = z.object({ statusCode: z.number(), body: z.string() });

/** Calls one version of a service, whichever is live. @throws when the function itself fails */
export async function invokeHttp(
  { aws, signal }: Pick<DriverContext, 'aws' | 'signal'>,
  functionName: string,
  qualifier: string,
  { method, resource, parameters = {}, body }: HttpEvent,
): Promise<InvokedAnswer> {
  // REST APIs hand over path parameters as they stand in the URL.
  const encoded = Object.entries(parameters).map(
    ([name, value]) => [name, encodeURIComponent(value)] as const,
  );
  const path = encoded.reduce((filled, [name, value]) => filled.replace(`{${name}}`, value), resource);
  const event = {
    ...EVENT,
    httpMethod: method,
    resource,
    path,
    pathParameters: Object.fromEntries(encoded),
    body: body === undefined ? null : JSON.stringify(body),
  };
  const { FunctionError, Payload } = await aws.lambda.send(
    new InvokeCommand({ FunctionName: functionName, Qualifier: qualifier, Payload: JSON.stringify(event) }),
    { abortSignal: signal },
  );
  if (FunctionError !== undefined) throw new Error(`Version ${qualifier} failed: ${FunctionError}`);
  const answer = Answer.parse(JSON.parse(Buffer.from(Payload ?? []).toString('utf8')));
  return { status: answer.statusCode, body: JSON.parse(answer.body) };
}

/** What API Gateway adds to every request (API Gateway Developer Guide, "Input format of a Lambda function"). */
const EVENT = {
  headers: { 'content-type': 'application/json' },
  multiValueHeaders: {},
  queryStringParameters: null,
  multiValueQueryStringParameters: null,
  stageVariables: null,
  requestContext: { requestId: 'scenario', stage: 'live', identity: {} },
  isBase64Encoded: false,
};
