import { ConnectError } from '@connectrpc/connect';
import { z } from 'zod';
import { CONNECT_PROTOCOLS, type ConnectProtocol } from '../../../driver/clients/connect-transport.ts';
import { invokeHttp } from '../../../driver/clients/invoke-http.ts';
import { fraudRelease } from '../../../driver/fraud/fraud-client.ts';
import { readReleases, versionOf } from '../../../driver/releases.ts';
import { type AssessResponse, Decision } from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import type { ScenarioContext } from '../../kit/scenario.ts';
import type { Assessed } from './assessments.ts';
import type { Fields } from './programs.ts';

/** Contract v1 in every protocol, and the JSON route that is older than contracts. */
export const PROTOCOLS = [...CONNECT_PROTOCOLS, 'json-route'] as const;

/** Contract v1 of fraud, served by one release of its code, whichever is live. */
export interface ContractV1 {
  assess(assessed: Assessed): Promise<Fields>;
  /** Without fields when the service answers with an error. */
  read(assessed: Assessed, protocol: (typeof PROTOCOLS)[number]): Promise<Fields>;
}

const OPTIONS = { timeoutMs: 8_000 };
const NO_FIELDS: Fields = { assessmentId: undefined, decision: undefined, score: undefined };
const DECISION: ReadonlyMap<Decision, string> = new Map([
  [Decision.ALLOW, 'allow'],
  [Decision.REVIEW, 'review'],
]);

/** @throws DriverError `release-missing` */
export async function contractV1(context: ScenarioContext, release: string): Promise<ContractV1> {
  const { functionName } = context.system.services.fraud;
  const version = versionOf(await readReleases(context.aws.lambda, functionName), release);
  const client = async (protocol: ConnectProtocol) => (await fraudRelease(context, release, protocol)).v1;
  const clients = {
    connect: await client('connect'),
    'connect-json': await client('connect-json'),
    'connect-get': await client('connect-get'),
    'grpc-web': await client('grpc-web'),
  } satisfies Record<ConnectProtocol, unknown>;

  const jsonRoute = async (request: Assessed['request']): Promise<Fields> => {
    // A repetition, which is answered with the assessment that is stored.
    const asked = { method: 'POST', resource: '/assessments', body: request } as const;
    const { status, body } = await invokeHttp(context, functionName, version, asked);
    return status === 200 ? Answer.parse(body) : NO_FIELDS;
  };

  return {
    async assess({ request: { customerId, ...request } }) {
      const asked = { ...request, ...(customerId !== null && { customerId }) };
      return fieldsOf(await clients.connect.assess(asked, OPTIONS));
    },
    async read({ request }, protocol) {
      if (protocol === 'json-route') return jsonRoute(request);
      const { assessmentId } = request;
      try {
        return fieldsOf(await clients[protocol].getAssessment({ assessmentId }, OPTIONS));
      } catch (error) {
        if (error instanceof ConnectError) return NO_FIELDS;
        throw error;
      }
    },
  };
}

const Answer = z.object({ assessmentId: z.unknown(), decision: z.unknown(), score: z.unknown() });

function fieldsOf({ assessmentId, decision, score }: AssessResponse): Fields {
  return { assessmentId, decision: DECISION.get(decision), score };
}
