/** The execution environment that a function's session belongs to. */
export interface FunctionSession {
  name: string;
  version: string;
  /** Id of the execution environment. */
  environment: string;
  /** Request id of the invocation that runs; undefined between invocations. */
  invocation: string | undefined;
}

/** Who makes a call. */
export type Principal =
  /** Credentials that are no session's stand for the account. */
  | { type: 'account'; arn: string }
  | { type: 'role'; arn: string; roleArn: string; function: FunctionSession | undefined }
  | { type: 'service'; service: string }
  | { type: 'anonymous' };

/** An access key that the endpoint has issued, as STS does for the session of a role. */
export interface IssuedKey {
  principal: Extract<Principal, { type: 'role' }>;
  /** The role's id and the session's name. */
  userId: string;
  /** Undefined where it was not kept; then no signature is right. */
  secretAccessKey: string | undefined;
  sessionToken: string | undefined;
  /** Milliseconds since the epoch. */
  expires: number;
  /** What narrows the session down further than its role: JSON, and ARNs of managed policies. */
  policy: string | undefined;
  policyArns: readonly string[];
}

/** What a service of the endpoint knows of an access key. */
export type KeySource = (accessKeyId: string) => IssuedKey | undefined;

/**
 * Every access key that the endpoint has not issued stands for the account, as local tools expect. The secret of this
 * one is known, so that its signatures can be wrong.
 */
const KNOWN_SECRETS: ReadonlyMap<string, string> = new Map([['test', 'test']]);
/** Keys of sessions mean something only where they were issued. */
const SESSION_KEY = /^ASIA[A-Z0-9]{16}$/;

/** What the signature of an access key is checked against. */
export type KeyCheck =
  | { type: 'issued'; key: IssuedKey }
  /** A key of the account; without a known secret, any will do. */
  | { type: 'open'; secretAccessKey: string | undefined }
  | { type: 'unknown' };

/** Resolves access keys to principals. STS knows roles, Lambda knows which function a session belongs to. */
export class Principals {
  readonly #accountId: string;
  readonly #sources: KeySource[] = [];
  readonly #functions = new Map<string, () => FunctionSession>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  addSource(source: KeySource): void {
    this.#sources.push(source);
  }

  /** From now on the session with this access key belongs to an execution environment. */
  bindFunction(accessKeyId: string, session: () => FunctionSession): void {
    this.#functions.set(accessKeyId, session);
  }

  unbindFunction(accessKeyId: string): void {
    this.#functions.delete(accessKeyId);
  }

  ofAccessKey(accessKeyId: string | undefined): Principal {
    if (accessKeyId === undefined) return { type: 'anonymous' };
    const issued = this.issuedKey(accessKeyId);
    if (issued === undefined) return { type: 'account', arn: `arn:aws:iam::${this.#accountId}:root` };
    return { ...issued.principal, function: this.#functions.get(accessKeyId)?.() };
  }

  issuedKey(accessKeyId: string): IssuedKey | undefined {
    for (const source of this.#sources) {
      const issued = source(accessKeyId);
      if (issued !== undefined) return issued;
    }
    return undefined;
  }

  /** Where signatures are verified, which is not for every service. */
  checkOf(accessKeyId: string): KeyCheck {
    const key = this.issuedKey(accessKeyId);
    if (key !== undefined) return { type: 'issued', key };
    if (SESSION_KEY.test(accessKeyId)) return { type: 'unknown' };
    return { type: 'open', secretAccessKey: KNOWN_SECRETS.get(accessKeyId) };
  }
}

/** One line for journals and logs, such as `function orders:2` or `sns.amazonaws.com`. */
export function describePrincipal(principal: Principal): string {
  switch (principal.type) {
    case 'role':
      return principal.function === undefined
        ? principal.arn
        : `function ${principal.function.name}:${principal.function.version}`;
    case 'service':
      return principal.service;
    case 'account':
      return principal.arn;
    case 'anonymous':
      return 'anonymous';
  }
}
