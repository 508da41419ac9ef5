import type avro from 'avsc';
import { z } from 'zod';
import { invokeHttp } from '../clients/invoke-http.ts';
import type { DriverContext } from '../context.ts';
import { ALIAS } from '../system.ts';

const Registered = z.looseObject({ schema: z.string() });

/**
 * The schema that the registry has under a fingerprint; undefined when it has none.
 *
 * @param fingerprint in hexadecimal, as in the header of Avro's single-object encoding
 */
export async function schemaByFingerprint(
  context: Pick<DriverContext, 'aws' | 'system' | 'signal'>,
  fingerprint: string,
): Promise<avro.Schema | undefined> {
  const { status, body } = await invokeHttp(context, context.system.registry.functionName, ALIAS, {
    method: 'GET',
    resource: '/schemas/fingerprints/{fingerprint}',
    parameters: { fingerprint },
  });
  if (status === 404) return undefined;
  if (status !== 200) throw new Error(`The registry answered a lookup with ${status}`);
  return JSON.parse(Registered.parse(body).schema);
}
