import { randomUUID } from 'node:crypto';
import { InvokeCommand } from '@aws-sdk/client-lambda';
import type { CloudFormationCustomResourceCreateEvent } from 'aws-lambda';
import { readHistories } from '../../schemas/read-histories.ts';
import type { SubjectHistory } from '../../schemas/subject-history.ts';
import { invokeHttp } from '../clients/invoke-http.ts';
import { concurrently } from '../concurrently.ts';
import type { DriverContext } from '../context.ts';
import { DriverError } from '../errors.ts';
import { ALIAS } from '../system.ts';

type Context = Pick<DriverContext, 'aws' | 'system' | 'signal'>;

/** A version of a subject, such as `{ subject: 'order', version: 2 }`. */
export interface SchemaVersion {
  subject: string;
  version: number;
}

const REQUESTS = 4;
/** Nothing listens there: the registry is asked for the outcome instead. */
const NO_RESPONSE_URL = 'http://127.0.0.1:1/';

/**
 * Publishes the schemas of this repository that the registry lacks, and returns them. CloudFormation publishes them
 * by a custom resource; an endpoint that skips custom resources, as LocalStack does, leaves the registry empty.
 *
 * @throws {DriverError} `schemas-missing`
 */
export async function publishMissing(context: Context): Promise<SchemaVersion[]> {
  const published: SchemaVersion[] = [];
  for (const history of readHistories()) {
    const before = await missingVersions(context, history);
    if (before.length === 0) continue;
    const outcome = await publish(context, history);
    const after = await missingVersions(context, history);
    if (after.length > 0) {
      const names = after.map(({ subject, version }) => `${subject} v${version}`).join(', ');
      throw new DriverError('schemas-missing', `The registry lacks ${names}: ${outcome}`, { subject: names });
    }
    published.push(...before);
  }
  return published;
}

async function missingVersions(context: Context, history: SubjectHistory): Promise<SchemaVersion[]> {
  const { functionName } = context.system.registry;
  const known = await concurrently(history.versions, REQUESTS, async ({ schema }) => {
    const { status } = await invokeHttp(context, functionName, ALIAS, {
      method: 'POST',
      resource: '/subjects/{subject}',
      parameters: { subject: history.subject },
      body: { schema },
    });
    if (status !== 200 && status !== 404) throw new Error(`The registry answered a lookup with ${status}`);
    return status === 200;
  });
  return history.versions.flatMap(({ version }, index) =>
    known[index] ? [] : [{ subject: history.subject, version }],
  );
}

/** Sends the registry what CloudFormation would. Returns what the function said. */
async function publish({ aws, system, signal }: Context, history: SubjectHistory): Promise<string> {
  const { functionName } = system.registry;
  const event: CloudFormationCustomResourceCreateEvent = {
    RequestType: 'Create',
    RequestId: randomUUID(),
    StackId: 'none',
    ServiceToken: functionName,
    ResponseURL: NO_RESPONSE_URL,
    LogicalResourceId: `${history.subject}-history`,
    ResourceType: 'Custom::SubjectHistory',
    ResourceProperties: { ServiceToken: functionName, History: JSON.stringify(history) },
  };
  const { LogResult = '' } = await aws.lambda.send(
    new InvokeCommand({
      FunctionName: functionName,
      Qualifier: ALIAS,
      LogType: 'Tail',
      Payload: JSON.stringify(event),
    }),
    { abortSignal: signal },
  );
  return Buffer.from(LogResult, 'base64').toString('utf8');
}
