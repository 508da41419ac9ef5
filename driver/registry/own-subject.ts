import { invokeRaw } from '../clients/invoke-http.ts';
import type { DriverContext } from '../context.ts';
import { ALIAS } from '../system.ts';

/** A subject of the registry as its owner sees it. */
export interface OwnSubject {
  setLevel(level: string): Promise<void>;
  /** @returns false when the registry refuses the schema because of the subject's level */
  register(schema: object): Promise<boolean>;
  /** Hides it. What is written with its schemas can still be read. */
  remove(): Promise<void>;
}

const CONFLICT = 409;
const NOT_FOUND = 404;

export function ownSubject(
  context: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  subject: string,
): OwnSubject {
  const call = async (
    method: string,
    resource: string,
    { body, also }: { body?: object; also?: number } = {},
  ): Promise<number> => {
    const { status } = await invokeRaw(context, context.system.registry.functionName, ALIAS, {
      method,
      resource,
      parameters: { subject },
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (status === 200 || status === also) return status;
    throw new Error(`The registry answered ${method} ${resource} with ${status}`);
  };
  return {
    async setLevel(compatibility) {
      await call('PUT', '/config/{subject}', { body: { compatibility } });
    },
    async register(schema) {
      const body = { schema: JSON.stringify(schema) };
      const status = await call('POST', '/subjects/{subject}/versions', { body, also: CONFLICT });
      return status !== CONFLICT;
    },
    async remove() {
      // After a failure it may have no version yet.
      await call('DELETE', '/subjects/{subject}', { also: NOT_FOUND });
      await call('DELETE', '/config/{subject}', { also: NOT_FOUND });
    },
  };
}
