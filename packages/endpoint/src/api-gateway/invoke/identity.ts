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
