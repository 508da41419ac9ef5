import type { Principal } from '../../core/calls/principal.ts';
import type { EndpointContext } from '../../core/context.ts';

/** `requestContext.identity`: nulls where AWS sends nulls. */
export interface Identity {
  readonly cognitoIdentityPoolId: null;
  accountId: string | null;
  readonly cognitoIdentityId: null;
  caller: string | null;
  readonly sourceIp: string;
  readonly principalOrgId: null;
  accessKey: string | null;
  readonly cognitoAuthenticationType: null;
  readonly cognitoAuthenticationProvider: null;
  userArn: string | null;
  readonly userAgent: string | null;
  user: string | null;
  /** Only for methods that ask for an API key. */
  apiKey?: string;
  apiKeyId?: string;
}

/** Notes who has signed a request, once that is verified. */
export function identify(
  identity: Identity,
  { accountId, principals }: Pick<EndpointContext, 'accountId' | 'principals'>,
  accessKeyId: string | undefined,
  principal: Principal,
): void {
  if (accessKeyId === undefined || (principal.type !== 'role' && principal.type !== 'account')) return;
  const caller = principals.issuedKey(accessKeyId)?.userId ?? accountId;
  identity.accountId = accountId;
  identity.accessKey = accessKeyId;
  identity.caller = caller;
  identity.user = caller;
  identity.userArn = principal.arn;
}

export function anonymous(remoteAddress: string | undefined, userAgent: string | undefined): Identity {
  return {
    cognitoIdentityPoolId: null,
    accountId: null,
    cognitoIdentityId: null,
    caller: null,
    sourceIp: (remoteAddress ?? '').replace(/^::ffff:/, ''),
    principalOrgId: null,
    accessKey: null,
    cognitoAuthenticationType: null,
    cognitoAuthenticationProvider: null,
    userArn: null,
    userAgent: userAgent ?? null,
    user: null,
  };
}
