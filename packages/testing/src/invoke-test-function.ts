import { TestingError } from './errors.ts';
import type { TestEndpoint } from './test-endpoint.ts';

export interface TestInvocation<Payload = unknown> {
  /** What the handler returned, parsed; undefined where it returned nothing or failed. */
  readonly payload: Payload | undefined;
  /** Set when the handler failed. */
  readonly error: { readonly errorType: string; readonly errorMessage: string } | undefined;
  /** The last lines that the function logged, 4 KB at most, those of Lambda itself included. */
  readonly logs: readonly string[];
  /** The version that ran; `$LATEST` or a number. */
  readonly executedVersion: string | undefined;
}

/**
 * Invokes a function and waits for its result. `functionName` is a name or an ARN, with a version or an alias where
 * wanted. A handler that fails does not reject: look at `error`.
 *
 * @throws {TestingError} `invocation-refused`
 */
export async function invokeTestFunction<Payload = unknown>(
  endpoint: TestEndpoint,
  functionName: string,
  event?: unknown,
): Promise<TestInvocation<Payload>> {
  const name = encodeURIComponent(functionName);
  const response = await fetch(`${endpoint.url}/2015-03-31/functions/${name}/invocations`, {
    method: 'POST',
    headers: { authorization: authorization(endpoint), 'x-amz-log-type': 'Tail' },
    ...(event !== undefined && { body: JSON.stringify(event) }),
  });
  const text = await response.text();
  const { headers } = response;
  if (response.status !== 200) {
    throw new TestingError(
      'invocation-refused',
      `Invoking ${functionName} failed: ${headers.get('x-amzn-errortype') ?? response.status} ${text}`,
    );
  }
  const result = text === '' ? undefined : JSON.parse(text);
  const failed = headers.has('x-amz-function-error');
  return {
    payload: failed ? undefined : result,
    error: failed ? result : undefined,
    logs: Buffer.from(headers.get('x-amz-log-result') ?? '', 'base64')
      .toString('utf8')
      .trimEnd()
      .split('\n'),
    executedVersion: headers.get('x-amz-executed-version') ?? undefined,
  };
}

/** The endpoint reads the region and the service from a signature; it does not verify it. */
function authorization({ region }: TestEndpoint): string {
  const scope = `20260101/${region}/lambda/aws4_request`;
  return `AWS4-HMAC-SHA256 Credential=test/${scope}, SignedHeaders=host, Signature=0`;
}
