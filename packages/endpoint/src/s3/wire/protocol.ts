import type { Readable } from 'node:stream';
import type { Clock } from '../../core/clock.ts';
import { type AwsError, coreError } from '../../core/errors.ts';
import type { Protocol } from '../../core/operation.ts';
import type { WireRequest, WireResponse } from '../../core/wire.ts';
import { S3Error } from '../errors.ts';
import { type Address, readAddress } from './address.ts';
import { writeFormAnswer } from './form-answer.ts';
import { readFormBody } from './form-body.ts';
import { chooses, readMembers, unsupportedHeader, writeHeaders } from './members.ts';
import { checkPresigned } from './presigned.ts';
import { renderOutput } from './render-output.ts';
import { readDocument, readStreamedBody } from './request-body.ts';
import { type Route, type RouteAnswer, type RouteBody, routes } from './routes.ts';
import { parseXml, renderShape, renderText } from './xml-shape.ts';

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
const PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** S3's own dialect of REST XML: https://docs.aws.amazon.com/AmazonS3/latest/API/Welcome.html */
export function s3Protocol({ clock }: { clock: Clock }): Protocol {
  const byOperation = new Map(routes.map((route) => [route.operation, route]));
  return {
    async read(request) {
      checkPresigned(request, clock.now());
      const address = readAddress(request.host, request.path);
      const route = find(request, address);
      const { bucket: Bucket, key: Key } = address;
      const input = { ...readMembers(request), ...(await readBody(request, route.body)) };
      return { operation: route.operation, input: { ...input, Bucket, Key } };
    },
    answer(operation, output, request) {
      const route = byOperation.get(operation);
      if (route?.answer?.kind === 'form') return writeFormAnswer(output, requestIds(request));
      const partial = 'ContentRange' in output;
      return {
        status: route?.status ?? (partial ? 206 : 200),
        ...writeAnswer(output, route?.answer, requestIds(request)),
      };
    },
    refuse: (error, request) => writeRefusal(error, request),
  };
}

function find(request: WireRequest, { bucket, key }: Address): Route {
  const level = bucket === undefined ? 'service' : key === undefined ? 'bucket' : 'object';
  const route = routes.find(
    ({ method, on, where, header }) =>
      method === request.method &&
      on === level &&
      (header === undefined || request.headers[header] !== undefined) &&
      Object.entries(where ?? {}).every(([name, value]) => {
        const sent = request.query.get(name);
        return value === undefined ? sent !== null : sent === value;
      }),
  );
  // A sub-resource that we do not have must never be taken for the bucket or the object itself.
  const [stranger] =
    [...request.query].find(
      ([name, value]) =>
        chooses(name, value) && !Object.hasOwn(route?.where ?? {}, name) && !route?.takes?.includes(name),
    ) ?? [];
  if (route === undefined || stranger !== undefined) {
    throw coreError.notImplemented(
      's3',
      `${request.method} of ${level === 'service' ? 'the service' : `a ${level}`}${stranger === undefined ? '' : ` with ?${stranger.slice(0, 60)}`}`,
    );
  }
  const unsupported = unsupportedHeader(request);
  if (unsupported !== undefined)
    throw coreError.notImplemented('s3', `${route.operation} with the header ${unsupported}`);
  return route;
}

async function readBody(request: WireRequest, body: RouteBody | undefined): Promise<object> {
  if (body === undefined) return {};
  if (body.kind === 'stream') return { Body: readStreamedBody(request) };
  if (body.kind === 'form') return { Form: await readFormBody(request) };
  if (body.kind === 'text') return { [body.member]: await readDocument(request) };
  const text = await readDocument(request, body);
  if (text === '' && body.optional) return {};
  return { [body.member]: parseXml(text, body.root, body.schema) };
}

function writeAnswer(
  output: object,
  answer: Exclude<RouteAnswer, { kind: 'form' }> | undefined,
  ids: Record<string, string>,
): Pick<WireResponse, 'headers' | 'body'> {
  const value = output as Record<string, unknown>;
  const xml = (root: string, content: string) =>
    `${PROLOGUE}<${root} xmlns="${NAMESPACE}">${content}</${root}>`;
  const xmlHeaders = { ...ids, 'content-type': 'application/xml' };
  switch (answer?.kind) {
    case undefined:
      return { headers: { ...ids, ...writeHeaders(output) } };
    case 'stream': {
      const { Body, ...rest } = value;
      // GetObject's output: see `actions/get-object.ts`.
      return { headers: { ...ids, ...writeHeaders(rest) }, body: Body as Readable };
    }
    case 'text':
      return { headers: { ...ids, 'content-type': 'application/json' }, body: String(value[answer.member]) };
    case 'location':
      return {
        headers: xmlHeaders,
        body: xml('LocationConstraint', renderText(value['LocationConstraint'] ?? '')),
      };
    case 'shape': {
      const shown = answer.member === undefined ? output : value[answer.member];
      return { headers: xmlHeaders, body: xml(answer.root, renderShape(answer.schema, shown)) };
    }
    case 'xml': {
      const { payload, headers = [], root, names } = answer;
      const members = Object.entries(value).filter(([name]) => !headers.includes(name));
      const shown = payload === undefined ? Object.fromEntries(members) : (value[payload] as object);
      return {
        headers: { ...xmlHeaders, ...writeHeaders(output, headers) },
        body: xml(root, renderOutput(shown, names)),
      };
    }
  }
}

function writeRefusal(error: AwsError, request: WireRequest): WireResponse {
  const headers = { ...requestIds(request), ...(error instanceof S3Error && error.headers) };
  // Neither has a body; the client goes by the status.
  if (request.method === 'HEAD' || error.status === 304) return { status: error.status, headers };
  const content = renderOutput({
    Code: error.code,
    Message: error.message,
    // Of the members of S3's errors, the one that only the request can say.
    ...(error.code === 'MethodNotAllowed' && { Method: request.method }),
    ...error.fields,
    Resource: request.path,
    RequestId: request.id,
    HostId: request.id,
  });
  return {
    status: error.status,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: `${PROLOGUE}<Error>${content}</Error>`,
  };
}

function requestIds(request: WireRequest): Record<string, string> {
  return { 'x-amz-request-id': request.id, 'x-amz-id-2': request.id };
}
