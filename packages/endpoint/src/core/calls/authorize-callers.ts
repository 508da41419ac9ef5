import type { Clock } from '../clock.ts';
import { type AwsError, coreError } from '../errors.ts';
import { authorize } from '../policy/authorize.ts';
import type { ConditionKeys } from '../policy/conditions.ts';
import type { Decision } from '../policy/evaluate.ts';
import type { ReadIdentityPolicies } from '../policy/identity-policies.ts';
import { signatureError } from '../signature/errors.ts';
import { readSignature } from '../signature/read-signature.ts';
import { checkScope, SignatureVerifier } from '../signature/verify-signature.ts';
import type { Authorization } from './authorization.ts';
import type { Call, Interceptor } from './call.ts';
import type { IssuedKey, Principal, Principals } from './principal.ts';

export interface CallerAuthorizationOptions {
  accountId: string;
  region: string;
  principals: Principals;
  readPolicies: ReadIdentityPolicies;
  /** When sessions end. */
  clock: Pick<Clock, 'now'>;
  /** When requests are signed: by programs of this machine, which read its time. */
  machineClock: Pick<Clock, 'now'>;
}

const ANONYMOUS: Principal = { type: 'anonymous' };

/**
 * Lets a call run only for callers that may make it, where its resource asks for that: verifies who signed the request,
 * then asks the policies of the caller and of the resource.
 */
export function authorizeCallers(options: CallerAuthorizationOptions): Interceptor {
  const verifier = new SignatureVerifier();
  return (next) => async (call) => {
    const { authorization } = call;
    if (authorization === undefined) return next(call);
    const isSigned = authorization.by === 'signature';
    const key = isSigned ? await authenticate(call, authorization, verifier, options) : undefined;
    const principal = isSigned ? call.principal : ANONYMOUS;
    const resource = call.resource ?? '';
    const action = `${call.service}:${call.operation}`;
    const identity = key && (await options.readPolicies(key.principal.roleArn, key));
    const decision = authorize(
      { action, resource, principal, conditionKeys: conditionKeys(principal, authorization, key, options) },
      identity,
      authorization.resourcePolicy,
    );
    if (decision !== 'allow') throw accessDenied(principal, action, resource, decision);
    return next(call);
  };
}

/** Who signed the request: a key that we issued, or undefined for the account. */
async function authenticate(
  { service }: Call,
  { request, body }: Authorization,
  verifier: SignatureVerifier,
  { clock, machineClock, principals }: CallerAuthorizationOptions,
): Promise<IssuedKey | undefined> {
  const signature = readSignature(request);
  // The principal of the call is that of its scope: a header with two credentials must not prove one by the other.
  if (signature.accessKeyId !== request.scope?.accessKeyId) {
    throw signatureError.incomplete('Authorization header requires one Credential.');
  }
  checkScope(signature, service, machineClock.now());
  const check = principals.checkOf(signature.accessKeyId);
  const secretAccessKey = check.type === 'issued' ? check.key.secretAccessKey : undefined;
  if (check.type === 'open') {
    const { secretAccessKey: secret } = check;
    if (secret !== undefined && !verifier.matches(request, signature, secret, await body())) {
      throw signatureError.mismatch();
    }
    return undefined;
  }
  if (
    check.type === 'unknown' ||
    secretAccessKey === undefined ||
    check.key.sessionToken !== signature.sessionToken
  ) {
    throw signatureError.unrecognized();
  }
  if (check.key.expires <= clock.now()) throw signatureError.expiredToken();
  if (!verifier.matches(request, signature, secretAccessKey, await body())) throw signatureError.mismatch();
  return check.key;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function conditionKeys(
  principal: Principal,
  { request }: Authorization,
  key: IssuedKey | undefined,
  { accountId, region }: CallerAuthorizationOptions,
): ConditionKeys {
  const { 'user-agent': userAgent, referer } = request.headers;
  return {
    'aws:securetransport': 'true', // On AWS, API Gateway is reached over TLS only.
    'aws:requestedregion': region,
    'aws:sourceip': (request.stream.socket.remoteAddress ?? '').replace(/^::ffff:/, ''),
    ...(userAgent !== undefined && { 'aws:useragent': userAgent }),
    ...(referer !== undefined && { 'aws:referer': referer }),
    ...(principal.type !== 'anonymous' && { 'aws:principalaccount': accountId }),
    ...(principal.type === 'account' && { 'aws:principalarn': principal.arn, 'aws:userid': accountId }),
    ...(principal.type === 'role' && { 'aws:principalarn': principal.roleArn }),
    ...(key && { 'aws:userid': key.userId }),
  };
}

function accessDenied(principal: Principal, action: string, resource: string, decision: Decision): AwsError {
  const user = principal.type === 'role' || principal.type === 'account' ? principal.arn : principal.type;
  // AWS shows the last digits of an account only: the message may go to a stranger.
  const masked = resource.replace(/:\d{8}(\d{4}):/, ':********$1:');
  const explicit = decision === 'deny' ? ' with an explicit deny' : '';
  return coreError.notAuthorized(
    `User: ${user} is not authorized to perform: ${action} on resource: ${masked}${explicit}`,
  );
}
