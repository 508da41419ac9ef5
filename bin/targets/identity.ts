import { z } from 'zod';

/** What answers at an endpoint. */
export type Identity =
  /** Our own. Its id is made at each start. */
  | { kind: 'embedded'; id: string }
  | { kind: 'localstack'; version: string }
  /** Another program, which is taken for what the user says it is. */
  | { kind: 'other' };

/** Nothing listens at the address, or the connection was cut. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
}

const Embedded = z.looseObject({ kind: z.literal('embedded-aws-endpoint'), id: z.string() });
const LocalStack = z.looseObject({ services: z.record(z.string(), z.unknown()), version: z.string() });

/** A busy machine answers late; only a refused connection says that there is no endpoint. */
const TIMEOUT_MS = 5_000;

/** @throws {UnreachableError} */
export async function identify(endpoint: string): Promise<Identity> {
  const own = Embedded.safeParse(await getJson(`${endpoint}/_endpoint/health`));
  if (own.success) return { kind: 'embedded', id: own.data.id };
  const localstack = LocalStack.safeParse(await getJson(`${endpoint}/_localstack/health`));
  if (localstack.success) return { kind: 'localstack', version: localstack.data.version };
  return { kind: 'other' };
}

/** Undefined when there is an answer that is not JSON, or none in time. */
async function getJson(url: string): Promise<unknown> {
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  let answer: Response;
  try {
    answer = await fetch(url, { signal });
  } catch (cause) {
    if (signal.aborted) return undefined;
    throw new UnreachableError(`${url} cannot be reached`, { cause });
  }
  return answer.json().catch(() => undefined);
}
