import type { Exchange } from './exchange.ts';
import { mediaType } from './media-type.ts';
import { requestTime } from './variables.ts';

/**
 * The event of a Lambda proxy integration (payload version 1.0), with null where API Gateway sends null.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/set-up-lambda-proxy-integrations.html
 */
export function proxyEvent(exchange: Exchange, isBinary: (type: string | undefined) => boolean): Buffer {
  const { address, at, headers, pathParameters, request, resource, stage } = exchange;
  const { single, multi } = readQuery(request.query);
  const { body } = exchange;
  const hasBody = body !== undefined && body.length > 0;
  const isBase64Encoded =
    hasBody && isBinary(mediaType(request.headers['content-type']) ?? 'application/json');
  return Buffer.from(
    JSON.stringify({
      resource: resource?.path,
      path: address.path,
      httpMethod: request.method,
      headers: headers.single,
      multiValueHeaders: headers.multi,
      queryStringParameters: single,
      multiValueQueryStringParameters: multi,
      pathParameters: pathParameters ?? null,
      stageVariables: stage?.variables && Object.keys(stage.variables).length > 0 ? stage.variables : null,
      requestContext: {
        resourceId: resource?.id,
        resourcePath: resource?.path,
        ...(exchange.method?.operationName && { operationName: exchange.method.operationName }),
        httpMethod: request.method,
        extendedRequestId: exchange.extendedRequestId,
        requestTime: requestTime(at),
        path: `/${address.stageName}${address.sentPath}`,
        accountId: exchange.accountId,
        protocol: `HTTP/${request.stream.httpVersion}`,
        stage: address.stageName,
        domainPrefix: address.apiId,
        requestTimeEpoch: at,
        requestId: request.id,
        identity: exchange.identity,
        domainName: exchange.domainName,
        deploymentId: stage?.deploymentId,
        apiId: address.apiId,
      },
      body: hasBody ? body.toString(isBase64Encoded ? 'base64' : 'utf8') : null,
      isBase64Encoded,
    }),
  );
}

/** Decoded query parameters: the last value of each name, and all of them; null where there are none. */
function readQuery(query: URLSearchParams): {
  single: Record<string, string> | null;
  multi: Record<string, string[]> | null;
} {
  if (query.size === 0) return { single: null, multi: null };
  const multi = new Map<string, string[]>();
  for (const [name, value] of query) {
    const values = multi.get(name);
    if (values) values.push(value);
    else multi.set(name, [value]);
  }
  // From entries: a parameter may be called `__proto__`.
  return {
    single: Object.fromEntries([...multi].map(([name, values]) => [name, values.at(-1) ?? ''])),
    multi: Object.fromEntries(multi),
  };
}
