import { crc32 } from 'node:zlib';
import { coreError } from '../errors.ts';
import type { Protocol } from '../operation.ts';
import { isJson } from './content-type.ts';
import { parseJson, renderJson } from './json-body.ts';

export interface JsonProtocolOptions {
  version: '1.0' | '1.1';
  /** What stands before the dot in `X-Amz-Target`. */
  target: string;
  /** Prefix of `__type`, such as `com.amazonaws.sqs#`. */
  errorNamespace?: string;
  /** Awsquery-compatible services also send `x-amzn-query-error`. */
  queryCompatible?: boolean;
  /** DynamoDB sends the CRC-32 of every answer, which some SDKs miss. */
  checksum?: boolean;
  /** Largest body in bytes; 1 MiB unless set. */
  limit?: number;
}

/** AWS JSON 1.0 and 1.1: https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html */
export function jsonProtocol(options: JsonProtocolOptions): Protocol {
  const contentType = `application/x-amz-json-${options.version}`;
  const checksum = (body: string): Record<string, string> =>
    options.checksum ? { 'x-amz-crc32': String(crc32(body)) } : {};
  return {
    async read(request) {
      const [target, operation] = String(request.headers['x-amz-target'] ?? '').split('.', 2);
      if (target !== options.target || !operation) {
        throw coreError.unknownOperation('The X-Amz-Target header names no known operation.');
      }
      if (!isJson(request.headers)) {
        throw coreError.unknownOperation(`The Content-Type header must be ${contentType}.`, 404);
      }
      if (request.scope === undefined) {
        throw coreError.missingAuthenticationToken();
      }
      return { operation, input: parseJson(await request.body(options.limit)) };
    },
    answer(_operation, output, request) {
      const body = renderJson(output);
      return {
        status: 200,
        headers: { 'content-type': contentType, 'x-amzn-requestid': request.id, ...checksum(body) },
        body,
      };
    },
    refuse(error, request) {
      const body = renderJson({
        __type: `${options.errorNamespace ?? ''}${error.code}`,
        message: error.message,
        ...error.fields,
      });
      return {
        status: error.status,
        headers: {
          'content-type': contentType,
          'x-amzn-requestid': request.id,
          ...(options.queryCompatible && {
            'x-amzn-query-error': `${error.queryCode ?? error.code};${error.fault}`,
          }),
          ...checksum(body),
        },
        body,
      };
    },
  };
}
