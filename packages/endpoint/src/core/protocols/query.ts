import { coreError } from '../errors.ts';
import type { Protocol } from '../operation.ts';
import type { WireRequest } from '../wire.ts';
import { FORM_TYPE, mediaTypeOf } from './content-type.ts';
import { type FlattenedShape, readFlattened, renderFlattened } from './query-flattened.ts';
import { checkFormSize, parseForm } from './query-form.ts';
import { renderXml } from './xml.ts';

/** A message of SQS has up to 1 MiB, and three times that where all of it is percent-encoded. */
const MAX_BODY_BYTES = 4 * 1024 * 1024;

export interface QueryProtocolOptions {
  /** XML namespace of the answers. */
  namespace: string;
  /** API version, such as `2010-03-31`; other versions are refused. */
  version: string;
  /** Members that are maps: rendered as `<entry><key/><value/></entry>`. */
  maps?: readonly string[];
  /** The flattened lists and maps of an operation, for a service whose lists and maps all are. */
  flattened?: (operation: string) => readonly FlattenedShape[];
  /** Operations whose answer has no `…Result` element: those without an output. */
  withoutResult?: ReadonlySet<string>;
}

/** What a form holds is always an object of members. */
export interface QueryProtocol extends Protocol {
  read(request: WireRequest): Promise<{ operation: string; input: object }>;
}

/** AWS Query: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function queryProtocol(options: QueryProtocolOptions): QueryProtocol {
  const maps = new Set(options.maps);

  function result(operation: string, output: object): string {
    if (options.withoutResult?.has(operation)) return '';
    const shapes = options.flattened?.(operation);
    const content = shapes === undefined ? renderXml(output, maps) : renderFlattened(output, shapes);
    return `<${operation}Result>${content}</${operation}Result>`;
  }

  return {
    async read(request) {
      const body = await request.body(MAX_BODY_BYTES);
      if (body.length > 0 && mediaTypeOf(request.headers) !== FORM_TYPE) {
        throw coreError.missingAction(`The Content-Type header must be ${FORM_TYPE}.`);
      }
      checkFormSize(body);
      const form = new URLSearchParams(body.toString('utf8'));
      for (const [name, value] of request.query) form.append(name, value);
      const operation = form.get('Action');
      if (!operation) {
        throw coreError.missingAction('The request must contain the parameter Action.');
      }
      const version = form.get('Version');
      if (version !== null && version !== options.version) {
        throw coreError.noSuchVersion(operation, options.version);
      }
      form.delete('Action');
      form.delete('Version');
      const input = parseForm(form);
      const shapes = options.flattened?.(operation);
      return { operation, input: shapes === undefined ? input : readFlattened(input, shapes) };
    },
    answer: (operation, output, request) => ({
      status: 200,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': request.id },
      body: `<${operation}Response xmlns="${options.namespace}">${result(operation, output)}${responseMetadata(request.id)}</${operation}Response>`,
    }),
    refuse: (error, request) => ({
      status: error.status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': request.id },
      body: `<ErrorResponse xmlns="${options.namespace}"><Error>${renderXml({ Type: error.fault, Code: error.queryCode ?? error.code, Message: error.message, ...error.fields }, maps)}</Error>${renderXml({ RequestId: request.id }, maps)}</ErrorResponse>`,
    }),
  };
}

function responseMetadata(id: string): string {
  return `<ResponseMetadata>${renderXml({ RequestId: id }, new Set())}</ResponseMetadata>`;
}
