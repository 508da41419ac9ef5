import { GetCommand } from '@aws-sdk/lib-dynamodb';
import { isFieldSet, type Message } from '@bufbuild/protobuf';
import { Code, ConnectError } from '@connectrpc/connect';
import * as v1 from '../../../schemas/gen/proto/shop/fraud/v1/fraud_pb.ts';
import * as v2 from '../../../schemas/gen/proto/shop/fraud/v2/fraud_pb.ts';
import { assessmentKey } from '../../../schemas/items/assessment-item.ts';
import type { ConnectProtocol } from '../../clients/connect-transport.ts';
import type { DriverContext } from '../../context.ts';
import { fraudRelease } from '../../fraud/fraud-client.ts';
import { compareFields, type Effects, REFUSAL } from '../outcome.ts';
import type { Contract, Pair } from '../pair.ts';
import { releaseOf } from '../release-of.ts';
import { FRAUD_SAMPLES, type FraudSample } from './samples.ts';

type Context = Pick<DriverContext, 'aws' | 'signal' | 'system' | 'run'>;

const OPTIONS = { timeoutMs: 10_000 };
const RESPONSES = { v1: v1.AssessResponseSchema, v2: v2.AssessResponseSchema };

/**
 * What becomes of each sample. A request is compared with what the server stores of it, and a response with what a client
 * of the server's own contract reads.
 *
 * @throws {DriverError} `release-missing`
 */
export async function observeFraud(
  context: Context,
  pair: Pair,
  protocol: ConnectProtocol,
): Promise<Effects[]> {
  const { client, server, direction } = pair;
  const release = releaseOf('fraud', server);
  const clients = await fraudRelease(context, release, protocol, (path) =>
    path.replace(`/shop.fraud.${client}.`, `/shop.fraud.${server}.`),
  );
  if (direction === 'response') {
    const own = await fraudRelease(context, release, protocol);
    return each(context, pair, protocol, server, async (request) => {
      await own[server].assess(request, OPTIONS);
      const { assessmentId } = request;
      const sent = await own[server].getAssessment({ assessmentId }, OPTIONS);
      const read = (): Promise<Message> => clients[client].getAssessment({ assessmentId }, OPTIONS);
      return ifAccepted(read, (seen) => compareFields(visible(server, sent), visible(client, seen)));
    });
  }
  return each(context, pair, protocol, client, (request) => {
    const send = (): Promise<Message> => clients[client].assess(request, OPTIONS);
    return ifAccepted(send, async () => compareFields({ ...request }, await stored(context, request)));
  });
}

type Request = FraudSample & { assessmentId: string };

async function each(
  { run }: Context,
  { client, server, direction }: Pair,
  protocol: ConnectProtocol,
  sender: Contract,
  work: (request: Request) => Promise<Effects>,
): Promise<Effects[]> {
  const effects: Effects[] = [];
  for (const [turn, sample] of FRAUD_SAMPLES[sender].entries()) {
    const assessmentId = `${run}.${protocol}.${client}.${server}.${direction}.${turn}`;
    effects.push(await work({ ...sample, assessmentId }));
  }
  return effects;
}

async function ifAccepted(
  call: () => Promise<Message>,
  compare: (answer: Message) => Effects | Promise<Effects>,
): Promise<Effects> {
  let answer: Message;
  try {
    answer = await call();
  } catch (error) {
    const code = ConnectError.from(error).code;
    // Also where a client cannot decode an answer. Another failure says nothing of the contract.
    const isRefusal = [Code.InvalidArgument, Code.Unimplemented].includes(code);
    if (isRefusal) return REFUSAL;
    throw error;
  }
  return compare(answer);
}

/** The fields that a program writes or reads: a zero value as well, but for an empty list, which says nothing. */
function visible(contract: Contract, message: Message): Record<string, unknown> {
  const values = new Map(Object.entries(message));
  const fields = RESPONSES[contract].fields.filter(
    (field) => field.fieldKind !== 'list' || isFieldSet(message, field),
  );
  return Object.fromEntries(fields.map(({ localName }) => [localName, values.get(localName)]));
}

/** What the server keeps of a request, by the names of the contract. */
async function stored({ aws, system }: Context, request: Request): Promise<Record<string, unknown>> {
  const Key = assessmentKey(request.assessmentId);
  const { Item = {} } = await aws.documents.send(new GetCommand({ TableName: system.tables.fraud, Key }));
  const item = new Map(Object.entries(Item));
  return Object.fromEntries(Object.keys(request).map((name) => [name, item.get(name) ?? undefined]));
}
