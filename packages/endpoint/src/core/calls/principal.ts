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

/** What a service of the endpoint knows of an access key. */
export type PrincipalSource = (accessKeyId: string) => Principal | undefined;

/** Resolves access keys to principals. STS knows roles, Lambda knows which function a session belongs to. */
export class Principals {
  readonly #accountId: string;
  readonly #sources: PrincipalSource[] = [];
  readonly #functions = new Map<string, () => FunctionSession>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  addSource(source: PrincipalSource): void {
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
    for (const source of this.#sources) {
      const principal = source(accessKeyId);
      if (principal?.type === 'role') {
        return { ...principal, function: this.#functions.get(accessKeyId)?.() };
      }
      if (principal !== undefined) return principal;
    }
    return { type: 'account', arn: `arn:aws:iam::${this.#accountId}:root` };
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
