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

export function ownSubject(
  context: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  subject: string,
): OwnSubject {
  const call = async (method: string, resource: string, body?: object): Promise<number> => {
    const { status } = await invokeRaw(context, context.system.registry.functionName, ALIAS, {
      method,
      resource,
      parameters: { subject },
      headers: { 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (status !== 200 && status !== CONFLICT)
      throw new Error(`The registry answered ${method} with ${status}`);
    return status;
  };
  return {
    async setLevel(compatibility) {
      await call('PUT', '/config/{subject}', { compatibility });
    },
    async register(schema) {
      const body = { schema: JSON.stringify(schema) };
      return (await call('POST', '/subjects/{subject}/versions', body)) !== CONFLICT;
    },
    async remove() {
      await call('DELETE', '/subjects/{subject}');
      await call('DELETE', '/config/{subject}');
    },
  };
}
