import type { EndpointContext } from '../../core/context.ts';
import { AwsError } from '../../core/errors.ts';
import type { Exchange } from './exchange.ts';
import { gatewayFailure } from './gateway-failure.ts';

/**
 * Asks for a SigV4 signature, as a method with AWS_IAM does, and notes who signed. The signature itself is not
 * computed again: the endpoint keeps no secret keys. A missing, malformed or wrongly scoped one is refused as on AWS.
 */
export async function authorize(context: EndpointContext, exchange: Exchange): Promise<void> {
  const { request, identity } = exchange;
  const { authorization } = request.headers;
  if (authorization !== undefined) checkHeader(authorization, exchange);
  else if (request.query.has('X-Amz-Signature') || request.query.has('X-Amz-Credential'))
    checkQuery(exchange);
  else throw gatewayFailure.missingAuthenticationToken();

  const { scope } = request;
  if (scope === undefined) {
    throw gatewayFailure.incompleteSignature('Credential must have at least 5 slash-delimited elements.');
  }
  if (scope.service !== 'execute-api') {
    throw gatewayFailure.invalidSignature("Credential should be scoped to correct service: 'execute-api'.");
  }
  const caller = await callerOf(context, scope.accessKeyId);
  identity.accountId = caller.Account ?? null;
  identity.accessKey = scope.accessKeyId;
  identity.caller = caller.UserId ?? null;
  identity.user = caller.UserId ?? null;
  identity.userArn = caller.Arn ?? null;
}

async function callerOf({ call }: EndpointContext, accessKeyId: string) {
  try {
    return await call('sts', 'GetCallerIdentity', {}, { accessKeyId });
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ExpiredToken') throw gatewayFailure.expiredToken();
    throw error;
  }
}

/** AWS repeats the header in its message; we do not, because it may be a password. */
function checkHeader(authorization: string, { request }: Exchange): void {
  if (!authorization.startsWith('AWS4-HMAC-SHA256')) {
    throw gatewayFailure.incompleteSignature(
      'Invalid key=value pair (missing equal-sign) in Authorization header: it must be a Signature Version 4.',
    );
  }
  const missing = ['Credential', 'Signature', 'SignedHeaders']
    .filter((name) => !new RegExp(`\\b${name}=[^,\\s]+`).test(authorization))
    .map((name) => `Authorization header requires '${name}' parameter.`);
  if (request.headers['x-amz-date'] === undefined && request.headers.date === undefined) {
    missing.push("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header.");
  }
  if (missing.length > 0) throw gatewayFailure.incompleteSignature(missing.join(' '));
}

function checkQuery({ request }: Exchange): void {
  const missing = [
    'X-Amz-Algorithm',
    'X-Amz-Credential',
    'X-Amz-Signature',
    'X-Amz-SignedHeaders',
    'X-Amz-Date',
  ]
    .filter((name) => !request.query.get(name))
    .map((name) => `AWS query-string parameters must include '${name}'.`);
  if (missing.length > 0) throw gatewayFailure.incompleteSignature(missing.join(' '));
}
