import { AwsError } from '../errors.ts';
import type { Protocol } from '../operation.ts';
import { parseForm } from './query-form.ts';
import { renderXml } from './xml.ts';

export interface QueryProtocolOptions {
  /** XML namespace of the answers. */
  namespace: string;
  /** API version, such as `2010-03-31`; other versions are refused. */
  version: string;
  /** Members that are maps: rendered as `<entry><key/><value/></entry>`. */
  maps?: readonly string[];
}

/** AWS Query: https://smithy.io/2.0/aws/protocols/aws-query-protocol.html */
export function queryProtocol(options: QueryProtocolOptions): Protocol {
  const maps = new Set(options.maps);
  return {
    async read(request) {
      const form = new URLSearchParams((await request.body()).toString('utf8'));
      for (const [name, value] of request.query) form.append(name, value);
      const operation = form.get('Action');
      if (!operation) {
        throw new AwsError('MissingAction', 'The request must contain the parameter Action.');
      }
      const version = form.get('Version');
      if (version !== null && version !== options.version) {
        throw new AwsError('NoSuchVersion', `The API version of ${operation} must be ${options.version}.`);
      }
      form.delete('Action');
      form.delete('Version');
      return { operation, input: parseForm(form) };
    },
    answer: (operation, output, request) => ({
      status: 200,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': request.id },
      body: `<${operation}Response xmlns="${options.namespace}"><${operation}Result>${renderXml(output, maps)}</${operation}Result>${responseMetadata(request.id)}</${operation}Response>`,
    }),
    refuse: (error, request) => ({
      status: error.status,
      headers: { 'content-type': 'text/xml', 'x-amzn-requestid': request.id },
      body: `<ErrorResponse xmlns="${options.namespace}"><Error>${renderXml({ Type: error.fault, Code: error.code, Message: error.message, ...error.fields }, maps)}</Error>${renderXml({ RequestId: request.id }, maps)}</ErrorResponse>`,
    }),
  };
}

function responseMetadata(id: string): string {
  return `<ResponseMetadata>${renderXml({ RequestId: id }, new Set())}</ResponseMetadata>`;
}
